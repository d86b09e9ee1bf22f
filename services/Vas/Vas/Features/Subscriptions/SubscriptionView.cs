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
using Vas.Data;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>A value-added service on a line (features.md V3).</summary>
/// <param name="Status">pendingActive, active, terminated or cancelled.</param>
/// <param name="Price">As the prompt stated it.</param>
/// <param name="Period">once or month.</param>
/// <param name="ReplyNumber">The prompt's; a 是 from the line to it, in time, subscribes.</param>
/// <param name="ExpiresAt">The end of the prompt's window.</param>
/// <param name="ConsentSequence">The consent's place in the provider's chain.</param>
/// <param name="RenewsOn">First day of the next period, local date.</param>
/// <param name="TrialDays">Free days that the prompt stated; 0 for a paid one.</param>
/// <param name="TrialEndsOn">Local date at whose beginning the trial ends, and the subscription with it.</param>
/// <param name="EndReason">customer, keyword, agent, providerExit, inactivity, lineTerminated, trialOver, completed (paid
/// once), expired or declined.</param>
public sealed record SubscriptionView(
    Guid Id,
    string Href,
    Guid ServiceId,
    string ServiceNameZh,
    string ServiceNameEn,
    Guid ProviderId,
    string ProviderNameZh,
    string ProviderNameEn,
    Guid AccountId,
    Guid LineId,
    string ServiceNumber,
    string Status,
    decimal Price,
    string Currency,
    string Period,
    string? ReplyNumber,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? ConfirmedAt,
    long? ConsentSequence,
    DateOnly? RenewsOn,
    int TrialDays,
    DateOnly? TrialEndsOn,
    DateTimeOffset? EndedAt,
    string? EndReason,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "VasSubscription"
) : IVersioned
{
    public const string Root = "/api/vas/v1/subscriptions";

    internal static SubscriptionView Of(SubscriptionRow row) => Of(row.Subscription, row.Service);

    internal static SubscriptionView Of(Subscription it, OfferedService service) =>
        new(
            it.Id,
            $"{Root}/{it.Id}",
            it.ServiceId,
            service.NameZh,
            service.NameEn,
            it.ProviderId,
            service.ProviderNameZh,
            service.ProviderNameEn,
            it.AccountId,
            it.LineId,
            it.ServiceNumber,
            it.Status.ToWord(),
            it.Price,
            it.Currency,
            it.Period.ToWord(),
            it.ReplyNumber,
            it.RequestedAt,
            it.ExpiresAt,
            it.ConfirmedAt,
            it.ConsentSequence,
            it.RenewsOn,
            it.TrialDays,
            it.TrialEndsOn,
            it.EndedAt,
            it.EndReason?.ToWord(),
            it.Version
        );
}

internal sealed class SubscriptionRow
{
    public required Subscription Subscription { get; init; }
    public required OfferedService Service { get; init; }
}

/// <summary>The ownership rule of subscriptions: a customer has his account's, staff and channels see all.</summary>
internal static class SubscriptionOwnership
{
    /// <summary>Staff who may look at any subscription.</summary>
    public static IReadOnlyList<string> Staff { get; } =
    [Roles.Agent, Roles.Clerk, Roles.Supervisor, Roles.Leader, Roles.Auditor, Roles.Finance, Roles.Ops];

    public static IQueryable<Subscription> VisibleTo(this IQueryable<Subscription> subscriptions, Caller caller) =>
        caller.Role == Roles.Channel || Staff.Contains(caller.Role)
            ? subscriptions
            : subscriptions.Where(it => caller.IsCustomer && it.AccountId == caller.AccountId);

    public static Task<Subscription?> WithIdAsync(
        this IQueryable<Subscription> subscriptions,
        string id,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? subscriptions.SingleOrDefaultAsync(it => it.Id == key, ct)
            : Task.FromResult<Subscription?>(null);

    /// <summary>With what their services are called, newest first.</summary>
    public static IOrderedQueryable<SubscriptionRow> Newest(this IQueryable<Subscription> subscriptions, VasDb db) =>
        subscriptions
            .Join(
                db.OfferedServices(),
                it => it.ServiceId,
                service => service.ServiceId,
                (it, service) => new SubscriptionRow { Subscription = it, Service = service }
            )
            .OrderByDescending(row => row.Subscription.RequestedAt)
            .ThenBy(row => row.Subscription.Id);
}
