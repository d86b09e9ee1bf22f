using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Hub;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Notifications.Contracts.Events.V1;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Telemetry;

namespace Complaints.Features;

/// <summary>
/// TMF621's hub (tmf.md): whatever use case changes a case, its subscribers' deliveries are requested in the same commit.
/// They hear what they may see, by the rule of reads, in the body that the API answers.
/// </summary>
internal sealed class TellSubscribersAtSave(IOptions<JsonOptions> json, ILogger<TellSubscribersAtSave> log)
    : SaveChangesInterceptor
{
    public const string Owner = "complaints";
    private const string Created = "TroubleTicketCreateEvent";
    private const string AttributeValueChanged = "TroubleTicketAttributeValueChangeEvent";
    private const string StatusChanged = "TroubleTicketStatusChangeEvent";
    private const string Deleted = "TroubleTicketDeleteEvent";

    public static readonly HubApi Api = new(
        "/tmf-api/troubleTicket/v4",
        "troubleTicket",
        typeof(TroubleTicketView),
        [Created, AttributeValueChanged, StatusChanged, Deleted]
    );

    /// <summary>What a change of status moves, and what no listener reads: none of it is an attribute that changed.</summary>
    private static readonly string[] NoAttributes =
    [
        nameof(Complaint.Version),
        nameof(Complaint.LastUpdate),
        nameof(Complaint.Status),
        nameof(Complaint.StatusReason),
        nameof(Complaint.StatusChangedAt),
        nameof(Complaint.AccountCheckDueAt),
        nameof(Complaint.AccountChecks),
        nameof(Complaint.TierDueAt),
        nameof(Complaint.TierChecks),
        nameof(Complaint.CallbackAttempts),
        nameof(Complaint.ResolvedAt),
        nameof(Complaint.Resolution),
        nameof(Complaint.LastCallbackAt),
        nameof(Complaint.SearchTerms),
    ];

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        if (eventData.Context is ComplaintsDb db)
        {
            var changes = db.ChangeTracker.Entries<Complaint>().SelectMany(ChangesOf).ToList();
            if (changes.Count > 0)
            {
                await TellAsync(db, changes, cancellationToken);
            }
        }

        return result;
    }

    private static IEnumerable<(Complaint Case, string Event)> ChangesOf(EntityEntry<Complaint> entry)
    {
        if (entry.State == EntityState.Added)
        {
            yield return (entry.Entity, Created);
        }

        // The version moves with every change that others may know of; a postponed check of ours does not move it.
        if (entry.State == EntityState.Modified && entry.Property(complaint => complaint.Version).IsModified)
        {
            if (entry.Property(complaint => complaint.DeletedAt).IsModified)
            {
                yield return (entry.Entity, Deleted);
                yield break;
            }

            var hasMoved = entry.Property(complaint => complaint.Status).IsModified;
            if (hasMoved)
            {
                yield return (entry.Entity, StatusChanged);
            }

            if (entry.Properties.Any(property => property.IsModified && IsAttribute(property.Metadata.Name, hasMoved)))
            {
                yield return (entry.Entity, AttributeValueChanged);
            }
        }
    }

    /// <summary>When the answer is expected moves with the status, too; alone it is news of its own.</summary>
    private static bool IsAttribute(string property, bool hasMoved) =>
        !NoAttributes.Contains(property) && !(hasMoved && property == nameof(Complaint.ExpectedResolutionAt));

    private async Task TellAsync(ComplaintsDb db, List<(Complaint Case, string Event)> changes, CancellationToken ct)
    {
        var accounts = changes.Select(change => change.Case.AccountId).OfType<Guid>().Distinct().ToArray();
        var subscribers = (await db.SubscriptionsToTellAsync(Api, accounts, ct)).Where(IsReadable).ToLookup(CallerOf);
        if (subscribers.Count == 0)
        {
            return;
        }

        // The rule of reads, run on what is being saved: nobody hears of a case that he could not get. Of a deletion hears
        // whoever could see the case before it.
        var cases = changes.Select(change => change.Case).Distinct().ToList();
        var audience = cases.ToDictionary(complaint => complaint, _ => new List<HubSubscription>());
        foreach (var subscriber in subscribers)
        {
            foreach (var visible in cases.AsQueryable().Where(ComplaintOwnership.Sees(subscriber.Key)))
            {
                audience[visible].AddRange(subscriber);
            }
        }

        foreach (var (complaint, type) in changes)
        {
            Tell(db, complaint, type, audience[complaint]);
        }
    }

    private bool IsReadable(HubSubscription subscription)
    {
        if (!subscription.IsReadable)
        {
            log.LogError("Subscription {SubscriptionId} cannot be read and hears nothing", subscription.Id);
        }

        return subscription.IsReadable;
    }

    private void Tell(ComplaintsDb db, Complaint complaint, string type, List<HubSubscription> audience)
    {
        if (audience.Count == 0)
        {
            return;
        }

        // A sweep saves outside any request: then it is the trace that opened the case which goes on (P2).
        using var span = Activity.Current is null
            ? StoredTrace.Continue("tell subscribers", complaint.Traceparent)
            : null;
        var view = TroubleTicketView.Of(complaint);
        var said = new HubEvent(type, complaint.LastUpdate, Api, view, json.Value.SerializerOptions);
        foreach (var subscription in audience.Where(said.IsWantedBy))
        {
            db.Outbox.Add(complaint.Id, complaint.Version, Delivery(subscription, said));
        }
    }

    private static DeliveryRequested Delivery(HubSubscription to, HubEvent said) =>
        new(
            Guid.CreateVersion7(),
            to.Id,
            Owner,
            to.ListenerOf(said.Type).AbsoluteUri,
            said.Type,
            HubEvent.ContentType,
            said.Body,
            TimeProvider.System.Now() // the technical time, as the outbox's
        );

    /// <summary>The subscriber as the ownership rule knows callers.</summary>
    private static Caller CallerOf(HubSubscription subscription) =>
        new(subscription.Subject, subscription.Role, subscription.AccountId, subscription.Unit);
}
