using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using ApiConventions.Writes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers;

/// <summary>A service provider as TMF669 `partyRole`.</summary>
/// <param name="Name">Its Chinese name.</param>
/// <param name="Status">applied, active, salesSuspended, exited or rejected.</param>
/// <param name="Characteristic">number, nameEn, licence, contractNumber, hotline, definition, score and grade.</param>
public sealed record PartyRoleView(
    Guid Id,
    string Href,
    string Name,
    string Status,
    string? StatusReason,
    PartyRolePeriodView ValidFor,
    IReadOnlyList<CharacteristicView> Characteristic,
    IReadOnlyList<ContactMediumView> ContactMedium,
    PartyRefView EngagedParty,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "PartyRole",
    [property: JsonPropertyName("@baseType")] string BaseType = "PartyRole"
) : IVersioned
{
    public const string Root = "/tmf-api/partyRoleManagement/v4/partyRole";

    internal static PartyRoleView Of(Provider it, ScoreTerms terms) =>
        new(
            it.Id,
            $"{Root}/{it.Id}",
            it.NameZh,
            it.Status.ToWord(),
            it.RejectedFor,
            new(it.AppliedAt, it.ExitedAt),
            [.. Characteristics(it, terms)],
            [
                .. it.Contacts.Select(contact => new ContactMediumView(
                    contact.Role,
                    new(contact.Name, contact.Phone, contact.Email)
                )),
            ],
            new(it.Id, it.NameZh, $"{ProviderView.Root}/{it.Id}"),
            it.Version
        );

    private static IEnumerable<CharacteristicView> Characteristics(Provider it, ScoreTerms terms) =>
        from named in new (string Name, string? Value)[]
        {
            ("number", it.Number),
            ("nameEn", it.NameEn),
            ("licence", it.Licence),
            ("contractNumber", it.ContractNumber),
            ("hotline", it.Hotline),
            ("definition", it.Definition),
            ("score", $"{it.Score}"),
            ("grade", $"{it.GradeBy(terms)}"),
        }
        where named.Value is not null
        select new CharacteristicView(named.Name, named.Value, "string");
}

public sealed record PartyRolePeriodView(DateTimeOffset StartDateTime, DateTimeOffset? EndDateTime);

public sealed record CharacteristicView(string Name, string Value, string ValueType);

public sealed record ContactMediumView(string MediumType, MediumCharacteristicView Characteristic);

public sealed record MediumCharacteristicView(string ContactName, string PhoneNumber, string? EmailAddress);

public sealed record PartyRefView(
    Guid Id,
    string Name,
    string Href,
    [property: JsonPropertyName("@referredType")] string ReferredType = "Organization"
);

/// <summary>Service providers as TMF669 party roles, list and one (features.md V1).</summary>
internal static class PartyRoles
{
    private static readonly Listing<Provider> Listing = new Listing<Provider>()
        .FilterBy("name", name => it => it.NameZh == name)
        .FilterBy("status", word => Words.Read<ProviderStatus>(word) is { } status ? it => it.Status == status : null);

    public static void Map(RouteGroupBuilder roles)
    {
        roles.MapGet("", List).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);
        roles.MapGet("/{id}", Get).RequireRoles([Roles.Partner, .. ProviderRoles.Staff]);
    }

    private static async Task<ListAnswer<PartyRoleView>> List(
        HttpContext http,
        VasDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var terms = (await policies.ReadAsync(ct)).ScoreTermsAt(clock.Now());
        return await Listing.AnswerAsync(
            db.Providers.AsNoTracking().NewestTo(caller),
            http,
            it => PartyRoleView.Of(it, terms),
            ct
        );
    }

    private static async Task<Results<Ok<PartyRoleView>, NotFound>> Get(
        string id,
        VasDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var provider = await db.Providers.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        if (provider is null)
        {
            return TypedResults.NotFound();
        }

        var terms = (await policies.ReadAsync(ct)).ScoreTermsAt(clock.Now());
        return TypedResults.Ok(PartyRoleView.Of(provider, terms));
    }
}
