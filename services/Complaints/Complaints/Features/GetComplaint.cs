using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Complaints.Features;

/// <summary>One case.</summary>
internal static class GetComplaint
{
    public static void Map(RouteGroupBuilder tickets) =>
        tickets.MapGet("/{id}", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. Roles.CaseStaff]);

    private static async Task<Results<Ok<TroubleTicketView>, NotFound>> Handle(
        string id,
        ComplaintsDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var complaint = await db.Complaints.AsNoTracking().VisibleTo(caller).WithIdAsync(id, ct);
        return complaint is null ? TypedResults.NotFound() : TypedResults.Ok(TroubleTicketView.Of(complaint));
    }
}

/// <summary>
/// The ownership rule of cases (P4): a customer sees his account's, a channel what it took, case staff all.
/// </summary>
internal static class ComplaintOwnership
{
    public static IQueryable<Complaint> VisibleTo(this IQueryable<Complaint> complaints, Caller caller) =>
        caller switch
        {
            { IsCaseStaff: true } => complaints,
            { IsCustomer: true, AccountId: { } account } => complaints.Where(c => c.AccountId == account),
            { Role: Roles.Channel } => complaints.Where(c => c.OwnedBy == caller.Subject),
            _ => complaints.Where(_ => false),
        };

    public static Task<Complaint?> WithIdAsync(
        this IQueryable<Complaint> complaints,
        string id,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key)
            ? complaints.SingleOrDefaultAsync(complaint => complaint.Id == key, ct)
            : Task.FromResult<Complaint?>(null);
}
