using System;
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

/// <summary>What a points account holds, as TMF658 `loyaltyBalance`.</summary>
/// <param name="Quantity">To spend now.</param>
/// <param name="PendingQuantity">Of bills that are not paid yet.</param>
/// <param name="FrozenQuantity">Waits until every line works again.</param>
/// <param name="OwedQuantity">The next earnings are set against it.</param>
public sealed record LoyaltyBalanceView(
    Guid Id,
    string Href,
    QuantityView Quantity,
    QuantityView PendingQuantity,
    QuantityView FrozenQuantity,
    QuantityView OwedQuantity,
    LoyaltyRefView LoyaltyAccount,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "LoyaltyBalance"
) : IVersioned
{
    public const string Root = "/tmf-api/loyalty/v4/loyaltyBalance";

    internal static LoyaltyBalanceView Of(Member member) =>
        new(
            member.AccountId,
            $"{Root}/{member.AccountId}",
            new(member.Available),
            new(member.Pending),
            new(member.Frozen),
            new(member.Debt),
            LoyaltyRefView.ToAccount(member.AccountId),
            member.Version
        );
}

public sealed record QuantityView(long Amount, string Units = ProgramProducts.Points);

/// <summary>Balances of points accounts, newest first (features.md L9).</summary>
internal static class ListLoyaltyBalances
{
    private static readonly Listing<Member> Listing = new Listing<Member>().FilterBy(
        "loyaltyAccount.id",
        ListProgramMembers.OfAccount
    );

    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/loyaltyBalance", Handle).RequireRoles([Roles.Customer, .. LoyaltyRoles.Staff]);

    private static Task<ListAnswer<LoyaltyBalanceView>> Handle(
        HttpContext http,
        LoyaltyDb db,
        Caller caller,
        CancellationToken ct
    ) => Listing.AnswerAsync(db.Members.AsNoTracking().NewestTo(caller), http, LoyaltyBalanceView.Of, ct);
}
