using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using ServiceDefaults.Security;

namespace Notifications.Features;

/// <summary>What was decided about a message, and why.</summary>
/// <param name="MessageKey">The message's dedupe key: <c>bill-issued:{bill}</c>.</param>
/// <param name="Number">1 when it was wanted; higher when it had been held and was decided on again.</param>
/// <param name="Class">confirmation, reminder, lastNotice or marketing.</param>
/// <param name="Channel">sms or inApp.</param>
/// <param name="Decided">send, hold, inAppOnly or refuse.</param>
/// <param name="Rule">Which rule decided: <c>quiet-hours</c>, <c>bill.paid</c>.</param>
/// <param name="Policy">The policy's version; null where no policy speaks.</param>
/// <param name="Consent">What the consent ledger said; null where nobody was asked.</param>
public sealed record SendDecisionView(
    string Id,
    string MessageKey,
    int Number,
    Guid? AccountId,
    string Purpose,
    string Class,
    string Channel,
    string Decided,
    DateTimeOffset? HoldUntil,
    string Rule,
    string? Policy,
    string? Consent,
    string? TraceId,
    DateTimeOffset At
)
{
    public const string Root = "/api/notifications/v1/decisions";

    internal static SendDecisionView Of(SendDecision decision) =>
        new(
            $"{decision.Position}",
            decision.MessageKey,
            decision.Number,
            decision.AccountId,
            decision.Purpose,
            Words.Of(decision.Class),
            Words.Of(decision.Channel),
            Words.Of(decision.Verdict),
            decision.HoldUntil,
            decision.Rule,
            decision.Policy,
            decision.Consent,
            decision.TraceId,
            decision.At
        );
}

/// <summary>Why a message was sent, held, kept silent or refused (features.md N3), newest first.</summary>
internal static class ListDecisions
{
    private static readonly Listing<SendDecision> Listing = new Listing<SendDecision>()
        .FilterBy("accountId", OfAccount)
        .FilterBy("messageKey", value => decision => decision.MessageKey == value);

    public static void Map(RouteGroupBuilder decisions) =>
        decisions.MapGet("", Handle).RequireRoles([Roles.Customer, .. Roles.CaseStaff]);

    private static Task<ListAnswer<SendDecisionView>> Handle(
        HttpContext http,
        NotificationsDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            VisibleTo(db.Decisions.AsNoTracking(), caller)
                .OrderByDescending(decision => decision.At)
                .ThenBy(decision => decision.Position),
            http,
            SendDecisionView.Of,
            ct
        );

    /// <summary>The ownership rule: a customer sees those about himself, case staff all.</summary>
    private static IQueryable<SendDecision> VisibleTo(IQueryable<SendDecision> decisions, Caller caller) =>
        caller.IsCaseStaff
            ? decisions
            : decisions.Where(decision => caller.IsCustomer && decision.AccountId == caller.AccountId);

    private static Expression<Func<SendDecision, bool>> OfAccount(string value) =>
        Ids.TryRead(value, out var account) ? decision => decision.AccountId == account : decision => false;
}
