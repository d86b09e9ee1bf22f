using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Writes;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Vas.Domain.Settlement;
using Vas.Features.Providers;

namespace Vas.Features.Settlement.Refunds;

/// <summary>A charge that is given back; the provider does not read who decides.</summary>
/// <param name="ChargeKey">The provider's own number of the charge.</param>
/// <param name="Ground">mistake, overcharge or fraud.</param>
/// <param name="Amount">The charge.</param>
/// <param name="Extra">What the customer gets beyond it, at the provider's cost.</param>
/// <param name="PolicyVersions">What it was calculated by.</param>
/// <param name="EvidenceUntil">Until when the provider may show that the charge was right; without that the customer is.</param>
/// <param name="PayTarget">When the customer shall have his money.</param>
/// <param name="PayBy">When he has to have it at the latest.</param>
/// <param name="Status">proposed, approved (Billing pays it at once), paid, rejected or refused (by Billing).</param>
/// <param name="SettledIn">The statement that took the extra from the provider.</param>
public sealed record RefundView(
    Guid Id,
    string Href,
    Guid ChargeId,
    string ChargeKey,
    Guid ProviderId,
    Guid? ComplaintId,
    string Ground,
    decimal Amount,
    decimal Extra,
    string Currency,
    string Reason,
    string PolicyVersions,
    string Status,
    DateTimeOffset ProposedAt,
    DateTimeOffset? EvidenceUntil,
    string? Evidence,
    DateTimeOffset? EvidenceAt,
    DateTimeOffset PayTarget,
    DateTimeOffset PayBy,
    DateTimeOffset? DecidedAt,
    string? RejectedFor,
    string? RefusalCode,
    DateTimeOffset? PaidAt,
    Guid? SettledIn,
    string? ProposedBy,
    string? DecidedBy,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "ChargeRefund"
) : IVersioned
{
    public const string Root = "/api/vas/v1/refunds";

    internal static RefundView Of(ChargeRefund it, Caller caller) =>
        new(
            it.Id,
            $"{Root}/{it.Id}",
            it.ChargeId,
            it.ProviderKey,
            it.ProviderId,
            it.ComplaintId,
            it.Ground.ToWord(),
            it.Amount,
            it.Extra,
            it.Currency,
            it.Reason,
            it.PolicyVersions,
            it.Status.ToWord(),
            it.ProposedAt,
            it.EvidenceUntil,
            it.Evidence,
            it.EvidenceAt,
            it.PayTarget,
            it.PayBy,
            it.DecidedAt,
            it.RejectedFor,
            it.RefusalCode,
            it.PaidAt,
            it.SettledIn,
            caller.IsPartner ? null : it.ProposedBy,
            caller.IsPartner ? null : it.DecidedBy,
            it.Version
        );
}

/// <summary>The ownership rule of refunds: that of the provider whose charge it is.</summary>
internal static class RefundOwnership
{
    public static IQueryable<ChargeRefund> VisibleTo(this IQueryable<ChargeRefund> refunds, Caller caller) =>
        caller.IsProviderStaff() ? refunds : refunds.Where(it => caller.IsPartner && it.ProviderId == caller.PartnerId);

    public static Task<ChargeRefund?> WithIdAsync(
        this IQueryable<ChargeRefund> refunds,
        string id,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? refunds.SingleOrDefaultAsync(it => it.Id == key, ct)
            : Task.FromResult<ChargeRefund?>(null);
}
