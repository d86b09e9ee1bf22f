using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Complaints.Domain;

namespace Complaints.Features;

/// <summary>A case as TMF621 `troubleTicket`, the only shape it has outside (tmf.md).</summary>
public sealed record TroubleTicketView(
    Guid Id,
    string Href,
    string CaseNumber,
    string? Name,
    string Description,
    string Severity,
    string TicketType,
    string Status,
    DateTimeOffset StatusChangeDate,
    string? StatusChangeReason,
    DateTimeOffset CreationDate,
    DateTimeOffset LastUpdate,
    string? ExternalId,
    ChannelView Channel,
    IReadOnlyList<RelatedEntityView>? RelatedEntity,
    IReadOnlyList<RelatedPartyView> RelatedParty,
    string? AccountVerification,
    DateTimeOffset? ExpectedResolutionDate,
    DateTimeOffset? ResolutionDate,
    string? Resolution,
    string EscalationLevel,
    string? Unit,
    string Priority,
    string? CustomerTier,
    string? Nature,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "TroubleTicket"
) : IVersioned
{
    public const string Root = "/tmf-api/troubleTicket/v4/troubleTicket";

    public static TroubleTicketView Of(Complaint complaint) =>
        new(
            complaint.Id,
            $"{Root}/{complaint.Id}",
            complaint.CaseNumber,
            complaint.Name,
            complaint.Description,
            complaint.Severity.ToWord(),
            complaint.TicketType.ToWord(),
            complaint.Status.ToWord(),
            complaint.StatusChangedAt,
            complaint.StatusReason,
            complaint.OpenedAt,
            complaint.LastUpdate,
            complaint.ExternalId,
            new(complaint.Channel.ToWord(), complaint.Channel.ToWord()),
            RelatedEntityView.Of(complaint),
            [new(complaint.OwnedBy, "owner")],
            complaint.AccountCheck == AccountCheck.NotNeeded ? null : complaint.AccountCheck.ToWord(),
            complaint.ExpectedResolutionAt,
            complaint.ResolvedAt,
            complaint.Resolution,
            complaint.EscalationLevel.ToWord(),
            complaint.Unit,
            complaint.Priority.ToString(CultureInfo.InvariantCulture),
            complaint.Tier?.ToWord(),
            complaint.Nature?.ToWord(),
            complaint.Version
        );
}

public sealed record ChannelView(string Id, string Name);

/// <summary>The account whose case it is, and the value-added service it is about.</summary>
public sealed record RelatedEntityView(
    Guid Id,
    string Href,
    string Role,
    [property: JsonPropertyName("@referredType")] string ReferredType
)
{
    /// <returns>Null rather than empty: what there is none of is not in the body.</returns>
    internal static IReadOnlyList<RelatedEntityView>? Of(Complaint complaint)
    {
        List<RelatedEntityView> entities = [];
        if (complaint.AccountId is { } account)
        {
            entities.Add(
                new(account, $"/api/billing/v1/accounts/{account}", "account", RelatedEntityRef.BillingAccount)
            );
        }

        if (complaint.VasServiceId is { } service)
        {
            entities.Add(new(service, $"/api/vas/v1/services/{service}", "service", RelatedEntityRef.ProductOffering));
        }

        return entities.Count > 0 ? entities : null;
    }
}

public sealed record RelatedPartyView(
    string Id,
    string Role,
    [property: JsonPropertyName("@referredType")] string ReferredType = "Individual"
);
