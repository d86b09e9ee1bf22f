using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Writes;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Domain.Providers;

namespace Vas.Features.Providers;

/// <summary>A service provider; itself reads neither who decided on it nor who registered it.</summary>
/// <param name="Number">What people call it: `SP-0001`.</param>
/// <param name="Status">applied, active, salesSuspended, exited or rejected.</param>
/// <param name="SalesSuspended">Whether nothing new may be subscribed, for whatever reason.</param>
/// <param name="Score">Points left.</param>
/// <param name="Grade">A sells, B takes no new subscribers, C is warned as well, D has to leave.</param>
/// <param name="Definition">Which complaints count against it: upheld-v1 or all-v1.</param>
public sealed record ProviderView(
    Guid Id,
    string Href,
    string Number,
    string NameZh,
    string NameEn,
    string Status,
    bool SalesSuspended,
    int Score,
    string Grade,
    string? Licence,
    string? ContractNumber,
    string? Hotline,
    IReadOnlyList<ContactView> Contacts,
    string Definition,
    string Currency,
    DateTimeOffset AppliedAt,
    DateTimeOffset? DecidedAt,
    string? RejectedFor,
    DateTimeOffset? ExitedAt,
    DateTimeOffset LastUpdate,
    string? AppliedBy,
    string? DecidedBy,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "ServiceProvider"
) : IVersioned
{
    public const string Root = "/api/vas/v1/providers";

    internal static ProviderView Of(Provider it, ScoreTerms terms, Caller caller) =>
        new(
            it.Id,
            $"{Root}/{it.Id}",
            it.Number,
            it.NameZh,
            it.NameEn,
            it.Status.ToWord(),
            it.SalesSuspended,
            it.Score,
            it.GradeBy(terms).ToString(),
            it.Licence,
            it.ContractNumber,
            it.Hotline,
            [
                .. it.Contacts.Select(contact => new ContactView(
                    contact.Role,
                    contact.Name,
                    contact.Phone,
                    contact.Email
                )),
            ],
            it.Definition,
            it.Currency,
            it.AppliedAt,
            it.DecidedAt,
            it.RejectedFor,
            it.ExitedAt,
            it.LastUpdate,
            caller.IsPartner ? null : it.AppliedBy,
            caller.IsPartner ? null : it.DecidedBy,
            it.Version
        );
}

/// <summary>Somebody at the provider who can be asked.</summary>
/// <param name="Role">What for: `complaints`, `settlement`.</param>
public sealed record ContactView(
    [Required(ErrorMessage = "It is mandatory."), StringLength(50, ErrorMessage = "At most 50 characters are taken.")]
        string Role,
    [Required(ErrorMessage = "It is mandatory."), StringLength(100, ErrorMessage = "At most 100 characters are taken.")]
        string Name,
    [
        Required(ErrorMessage = "It is mandatory."),
        RegularExpression("^[0-9]{5,15}$", ErrorMessage = "5 to 15 digits are expected.")
    ]
        string Phone,
    [
        EmailAddress(ErrorMessage = "An e-mail address is expected."),
        StringLength(200, ErrorMessage = "At most 200 characters are taken.")
    ]
        string? Email
)
{
    internal ProviderContact ToContact() => new(Role, Name, Phone, Email);
}

/// <summary>The ownership rule of providers: one sees itself, staff see all, nobody else sees any.</summary>
internal static class ProviderOwnership
{
    public static IQueryable<Provider> VisibleTo(this IQueryable<Provider> providers, Caller caller) =>
        caller.IsProviderStaff() ? providers : providers.Where(it => caller.IsPartner && it.Id == caller.PartnerId);

    public static Task<Provider?> WithIdAsync(this IQueryable<Provider> providers, string id, CancellationToken ct) =>
        Ids.TryRead(id, out var key)
            ? providers.SingleOrDefaultAsync(it => it.Id == key, ct)
            : Task.FromResult<Provider?>(null);
}
