using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
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

/// <summary>A member's points account as TMF658 `loyaltyAccount`.</summary>
/// <param name="State">active, frozen or closed.</param>
public sealed record LoyaltyAccountView(
    Guid Id,
    string Href,
    string AccountType,
    string State,
    LoyaltyRefView LoyaltyProgramMember,
    IReadOnlyList<LoyaltyRefView> LoyaltyBalance,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "LoyaltyAccount"
) : IVersioned
{
    public const string Root = "/tmf-api/loyalty/v4/loyaltyAccount";

    internal static LoyaltyAccountView Of(Member member) =>
        new(
            member.AccountId,
            $"{Root}/{member.AccountId}",
            ProgramProducts.Points,
            member.Status.ToWord(),
            LoyaltyRefView.ToMember(member.AccountId),
            [LoyaltyRefView.ToBalance(member.AccountId)],
            member.Version
        );
}

/// <summary>Points accounts, newest first (features.md L9).</summary>
internal static class ListLoyaltyAccounts
{
    private static readonly Listing<Member> Listing = new Listing<Member>()
        .FilterBy("state", word => Words.Read<MemberStatus>(word) is { } status ? m => m.Status == status : null)
        .FilterBy("loyaltyProgramMember.id", ListProgramMembers.OfAccount);

    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/loyaltyAccount", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static Task<ListAnswer<LoyaltyAccountView>> Handle(
        HttpContext http,
        LoyaltyDb db,
        Caller caller,
        CancellationToken ct
    ) => Listing.AnswerAsync(db.Members.AsNoTracking().NewestTo(caller), http, LoyaltyAccountView.Of, ct);
}
