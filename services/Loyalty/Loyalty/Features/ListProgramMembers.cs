using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Lists;
using ApiConventions.Writes;
using Loyalty.Data;
using Loyalty.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Loyalty.Features;

/// <summary>A member as TMF658 `loyaltyProgramMember`.</summary>
/// <param name="Status">active, frozen or closed.</param>
/// <param name="Level">diamond, gold, silver or none.</param>
/// <param name="Account">The billing account that the member is.</param>
public sealed record ProgramMemberView(
    Guid Id,
    string Href,
    string Status,
    string Level,
    DateOnly? LevelValidUntil,
    ValidForView ValidFor,
    AccountRefView Account,
    IReadOnlyList<LoyaltyRefView> LoyaltyAccount,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "LoyaltyProgramMember"
) : IVersioned
{
    public const string Root = "/tmf-api/loyalty/v4/loyaltyProgramMember";

    internal static ProgramMemberView Of(Member member) =>
        new(
            member.AccountId,
            $"{Root}/{member.AccountId}",
            member.Status.ToWord(),
            member.Tier.ToWord(),
            member.TierValidUntil,
            new(member.JoinedAt, member.ClosedAt),
            AccountRefView.Of(member.AccountId),
            [LoyaltyRefView.ToAccount(member.AccountId)],
            member.Version
        );
}

public sealed record ValidForView(DateTimeOffset StartDateTime, DateTimeOffset? EndDateTime);

public sealed record AccountRefView(
    Guid Id,
    string Href,
    [property: JsonPropertyName("@referredType")] string ReferredType = "BillingAccount"
)
{
    internal static AccountRefView Of(Guid account) => new(account, $"/api/billing/v1/accounts/{account}");
}

public sealed record LoyaltyRefView(
    Guid Id,
    string Href,
    [property: JsonPropertyName("@referredType")] string ReferredType
)
{
    internal static LoyaltyRefView ToAccount(Guid id) => new(id, $"{LoyaltyAccountView.Root}/{id}", "LoyaltyAccount");

    internal static LoyaltyRefView ToMember(Guid id) =>
        new(id, $"{ProgramMemberView.Root}/{id}", "LoyaltyProgramMember");

    internal static LoyaltyRefView ToBalance(Guid id) => new(id, $"{LoyaltyBalanceView.Root}/{id}", "LoyaltyBalance");
}

/// <summary>Members of the loyalty programme, newest first (features.md L9).</summary>
internal static class ListProgramMembers
{
    private static readonly Listing<Member> Listing = new Listing<Member>()
        .FilterBy("status", word => Words.Read<MemberStatus>(word) is { } status ? m => m.Status == status : null)
        .FilterBy("level", word => Words.Read<Domain.Tier>(word) is { } tier ? m => m.Tier == tier : null)
        .FilterBy("account.id", OfAccount);

    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/loyaltyProgramMember", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static Task<ListAnswer<ProgramMemberView>> Handle(
        HttpContext http,
        LoyaltyDb db,
        Caller caller,
        CancellationToken ct
    ) => Listing.AnswerAsync(db.Members.AsNoTracking().NewestTo(caller), http, ProgramMemberView.Of, ct);

    internal static IOrderedQueryable<Member> NewestTo(this IQueryable<Member> members, Caller caller) =>
        members.VisibleTo(caller).OrderByDescending(member => member.JoinedAt).ThenBy(member => member.AccountId);

    /// <summary>A member, its account and its balance share the billing account's id.</summary>
    internal static Expression<Func<Member, bool>>? OfAccount(string account) =>
        Ids.TryRead(account, out var id) ? member => member.AccountId == id : _ => false;
}
