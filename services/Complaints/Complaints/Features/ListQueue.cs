using System;
using System.Globalization;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Complaints.Features;

/// <summary>
/// What the caller's unit has to work on, by priority and then by when the answer is due (features.md C5); those who
/// look across units see all of them.
/// </summary>
internal static class ListQueue
{
    private static readonly Listing<Complaint> Listing = new Listing<Complaint>()
        .FilterBy("priority", OfPriority)
        .FilterBy("unit", unit => complaint => complaint.Unit == unit);

    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/queue", Handle).RequireRoles([.. Roles.CaseStaff]);

    private static Task<ListAnswer<TroubleTicketView>> Handle(
        HttpContext http,
        ComplaintsDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            Waiting(db, caller)
                .OrderBy(c => c.Priority)
                .ThenBy(c => c.ExpectedResolutionAt)
                .ThenBy(c => c.OpenedAt)
                .ThenBy(c => c.Id),
            http,
            TroubleTicketView.Of,
            ct
        );

    /// <summary>The condition of the queue's two indexes, and the unit that the first of them begins with.</summary>
    private static IQueryable<Complaint> Waiting(ComplaintsDb db, Caller caller)
    {
        var waiting = db
            .Complaints.AsNoTracking()
            .IgnoreAutoIncludes()
            .VisibleTo(caller)
            .Where(c =>
                c.Status != ComplaintStatus.Closed
                && c.Status != ComplaintStatus.Rejected
                && c.Status != ComplaintStatus.Cancelled
            );
        return caller is { SeesEveryUnit: false, Unit: { } unit } ? waiting.Where(c => c.Unit == unit) : waiting;
    }

    /// <summary>"1" to "4", as the resource writes it.</summary>
    internal static Expression<Func<Complaint, bool>>? OfPriority(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var priority)
        && priority is >= CasePriority.First and <= CasePriority.Last
            ? complaint => complaint.Priority == priority
            : null;
}
