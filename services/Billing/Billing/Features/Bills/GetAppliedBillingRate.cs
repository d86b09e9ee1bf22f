using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features.Bills;

/// <summary>One line of a bill (TMF678).</summary>
internal static class GetAppliedBillingRate
{
    private const int BillIdLength = 36;

    public static void Map(RouteGroupBuilder rates) =>
        rates.MapGet("/{id}", Handle).RequireRoles([Roles.Customer, .. BillingRoles.Staff]);

    private static async Task<Results<Ok<AppliedBillingRateView>, NotFound>> Handle(
        string id,
        BillingDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        if (Read(id) is not var (bill, seq))
        {
            return TypedResults.NotFound();
        }

        var rate = await ListAppliedBillingRates
            .VisibleTo(db, caller)
            .SingleOrDefaultAsync(rate => rate.Bill.Id == bill && rate.Line.Seq == seq, ct);
        return rate is null ? TypedResults.NotFound() : TypedResults.Ok(AppliedBillingRateView.Of(rate));
    }

    /// <summary>The bill's id, a hyphen, the line's number on it.</summary>
    private static (Guid Bill, int Seq)? Read(string id) =>
        id.Length > BillIdLength + 1
        && id[BillIdLength] == '-'
        && id[BillIdLength + 1] is > '0' and <= '9'
        && Ids.TryRead(id[..BillIdLength], out var bill)
        && int.TryParse(id.AsSpan(BillIdLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? (bill, seq)
            : null;
}
