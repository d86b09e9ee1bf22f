using System;
using System.Linq;
using System.Linq.Expressions;
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
        var complaint = await db.Complaints.AsNoTracking().IgnoreAutoIncludes().VisibleTo(caller).WithIdAsync(id, ct);
        return complaint is null ? TypedResults.NotFound() : TypedResults.Ok(TroubleTicketView.Of(complaint));
    }
}

/// <summary>
/// The ownership rule of cases (P4): a customer sees his account's, a channel what it took, agents and supervisors what
/// their unit works on and what they answer for themselves, leaders, auditors and ops all. A deleted case is nobody's.
/// </summary>
internal static class ComplaintOwnership
{
    public static IQueryable<Complaint> VisibleTo(this IQueryable<Complaint> complaints, Caller caller) =>
        complaints.Where(c => c.DeletedAt == null).Where(Sees(caller));

    /// <summary>For reads in the database and, compiled, for what is told to subscribers.</summary>
    public static Expression<Func<Complaint, bool>> Sees(Caller caller) =>
        caller switch
        {
            { SeesEveryUnit: true } => _ => true,
            { IsCaseStaff: true, Unit: { } unit } => c => c.Unit == unit || c.OwnedBy == caller.Subject,
            { IsCaseStaff: true } => c => c.OwnedBy == caller.Subject,
            { IsCustomer: true, AccountId: { } account } => c => c.AccountId == account,
            { Role: Roles.Channel } => c => c.OwnedBy == caller.Subject,
            _ => _ => false,
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
