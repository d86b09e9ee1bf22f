using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Writes;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Sanctions;

/// <summary>A sanction and what was said against it; the provider does not read who decided.</summary>
/// <param name="Kind">notice, noNewSales, fine or exit.</param>
/// <param name="Cause">decision, score or complaintRate.</param>
/// <param name="Score">The provider's at that moment.</param>
/// <param name="Amount">Of a fine.</param>
/// <param name="Period">The month of the complaint rate behind it.</param>
/// <param name="PolicyVersions">What an automatic one rests on.</param>
/// <param name="Status">inForce, liftProposed (in force until a second person agrees) or lifted.</param>
public sealed record SanctionView(
    Guid Id,
    string Href,
    Guid ProviderId,
    string ProviderNumber,
    string Kind,
    string Cause,
    string Reason,
    int Score,
    decimal? Amount,
    string? Currency,
    string? Period,
    string? PolicyVersions,
    string Status,
    DateTimeOffset ImposedAt,
    DateTimeOffset? LiftedAt,
    string? LiftReason,
    IReadOnlyList<ObjectionView> Objections,
    string? ImposedBy,
    string? LiftProposedBy,
    string? LiftedBy,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "Sanction"
) : IVersioned
{
    public const string Root = "/api/vas/v1/sanctions";

    internal static SanctionView Of(Sanction it, Caller caller)
    {
        var forStaff = !caller.IsPartner;
        return new(
            it.Id,
            $"{Root}/{it.Id}",
            it.ProviderId,
            it.ProviderNumber,
            it.Kind.ToWord(),
            it.Cause.ToWord(),
            it.Reason,
            it.Score,
            it.Amount,
            it.Currency,
            it.Period,
            it.PolicyVersions,
            it.Status.ToWord(),
            it.ImposedAt,
            it.LiftedAt,
            forStaff || it.LiftedAt is not null ? it.LiftReason : null,
            [
                .. it
                    .Objections.OrderBy(objection => objection.RaisedAt)
                    .ThenBy(objection => objection.Id)
                    .Select(objection => ObjectionView.Of(objection, forStaff)),
            ],
            forStaff ? it.ImposedBy : null,
            forStaff ? it.LiftProposedBy : null,
            forStaff ? it.LiftedBy : null,
            it.Version
        );
    }
}

/// <summary>A provider's word against a sanction.</summary>
/// <param name="Status">open, upheld (the sanction ended) or dismissed.</param>
/// <param name="Answer">What the provider is told.</param>
public sealed record ObjectionView(
    Guid Id,
    string Text,
    string Status,
    DateTimeOffset RaisedAt,
    string? Answer,
    DateTimeOffset? DecidedAt,
    string? RaisedBy,
    string? DecidedBy
)
{
    internal static ObjectionView Of(Objection it, bool forStaff) =>
        new(
            it.Id,
            it.Text,
            it.Status.ToWord(),
            it.RaisedAt,
            it.Answer,
            it.DecidedAt,
            forStaff ? it.RaisedBy : null,
            forStaff ? it.DecidedBy : null
        );
}

/// <summary>The ownership rule of sanctions: that of the provider they are on.</summary>
internal static class SanctionOwnership
{
    public static IQueryable<Sanction> VisibleTo(this IQueryable<Sanction> sanctions, Caller caller) =>
        caller.IsProviderStaff()
            ? sanctions
            : sanctions.Where(it => caller.IsPartner && it.ProviderId == caller.PartnerId);

    public static Task<Sanction?> WithIdAsync(this IQueryable<Sanction> sanctions, string id, CancellationToken ct) =>
        Ids.TryRead(id, out var key)
            ? sanctions.SingleOrDefaultAsync(it => it.Id == key, ct)
            : Task.FromResult<Sanction?>(null);
}
