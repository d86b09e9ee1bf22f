using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Writes;
using Loyalty.Data;
using Loyalty.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Loyalty.Features;

/// <summary>A member's points and tier at a glance.</summary>
/// <param name="Available">Points to spend now.</param>
/// <param name="Pending">Points of bills that are not paid yet.</param>
/// <param name="Frozen">Points that wait until every line works again.</param>
/// <param name="Debt">Points owed; the next earnings are set against them.</param>
/// <param name="Contribution">Own charges of the bills paid within the last 12 months, in yuan: what tiers go by.</param>
/// <param name="ExpiringSoon">What runs out within the longest notice, the next first.</param>
public sealed record MemberView(
    Guid Id,
    string Href,
    string Status,
    long Available,
    long Pending,
    long Frozen,
    long Debt,
    string Tier,
    DateOnly? TierValidUntil,
    decimal Contribution,
    IReadOnlyList<ExpiringView> ExpiringSoon,
    DateTimeOffset JoinedAt,
    DateTimeOffset? ClosedAt,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "LoyaltyMember"
) : IVersioned
{
    public const string Root = "/api/loyalty/v1/members";
}

public sealed record ExpiringView(long Points, DateOnly ExpiresOn);

/// <summary>Points, what runs out soon and the tier of one account (features.md L1, L3).</summary>
internal static class GetMember
{
    public static void Map(RouteGroupBuilder members) =>
        members.MapGet("/{accountId}", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static async Task<Results<Ok<MemberView>, NotFound>> Handle(
        string accountId,
        LoyaltyDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var members = db.WholeMembers().AsNoTracking().VisibleTo(caller);
        var member = await members.WithIdAsync(accountId, ct);
        if (member is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).TermsAt(now);
        return TypedResults.Ok(View(member, terms, now.DateIn(terms.Zone)));
    }

    private static MemberView View(Member member, LoyaltyTerms terms, DateOnly today) =>
        new(
            member.AccountId,
            $"{MemberView.Root}/{member.AccountId}",
            member.Status.ToWord(),
            member.Available,
            member.Pending,
            member.Frozen,
            member.Debt,
            member.Tier.ToWord(),
            member.TierValidUntil,
            member.Contribution(today),
            [
                .. member
                    .Lots.Where(lot => lot.Remaining > 0)
                    .GroupBy(lot => lot.ExpiresOn!.Value)
                    .Where(day => day.Key <= today.AddDays(terms.LongestNotice))
                    .OrderBy(day => day.Key)
                    .Select(day => new ExpiringView(day.Sum(lot => lot.Remaining), day.Key)),
            ],
            member.JoinedAt,
            member.ClosedAt,
            member.Version
        );
}

/// <summary>The ownership rule of members: a customer sees his own, staff and the platform's services all.</summary>
internal static class MemberOwnership
{
    public static IQueryable<Member> VisibleTo(this IQueryable<Member> members, Caller caller) =>
        caller.SeesEveryMember()
            ? members
            : members.Where(member => caller.IsCustomer && member.AccountId == caller.AccountId);

    /// <summary>The same of what is booked, with both sides of it.</summary>
    public static IQueryable<PointEntry> VisibleTo(this IQueryable<PointEntry> entries, Caller caller) =>
        caller.SeesEveryMember()
            ? entries.Include(entry => entry.Postings)
            : entries
                .Include(entry => entry.Postings)
                .Where(entry => caller.IsCustomer && entry.AccountId == caller.AccountId);

    public static bool SeesEveryMember(this Caller caller) =>
        caller.Role == Roles.Service || LoyaltyRoles.Staff.Contains(caller.Role);

    public static Task<Member?> WithIdAsync(this IQueryable<Member> members, string id, CancellationToken ct) =>
        Ids.TryRead(id, out var key)
            ? members.SingleOrDefaultAsync(member => member.AccountId == key, ct)
            : Task.FromResult<Member?>(null);
}
