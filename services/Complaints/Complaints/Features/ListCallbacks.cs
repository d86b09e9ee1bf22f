using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Lists;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Complaints.Features;

public sealed record CallbackView(
    DateTimeOffset At,
    string Outcome,
    bool? IsSatisfied,
    int? Score,
    string? Remark,
    string Who
);

/// <summary>Every recorded callback of a case, oldest first (features.md C8).</summary>
internal static class ListCallbacks
{
    public static void Map(RouteGroupBuilder actions) =>
        actions.MapGet("/{id}/callbacks", Handle).RequireRoles([.. Roles.CaseStaff]);

    private static async Task<Results<ListAnswer<CallbackView>, NotFound>> Handle(
        string id,
        ComplaintsDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        var complaint = await db
            .Complaints.AsNoTracking()
            .IgnoreAutoIncludes()
            .Include(c => c.Callbacks)
            .VisibleTo(caller)
            .WithIdAsync(id, ct);
        if (complaint is null)
        {
            return TypedResults.NotFound();
        }

        var callbacks = complaint.Callbacks.OrderBy(callback => callback.Position).Select(View).ToList();
        return new ListAnswer<CallbackView>(callbacks, callbacks.Count);
    }

    private static CallbackView View(Callback callback) =>
        new(
            callback.At,
            callback.Outcome.ToWord(),
            callback.IsSatisfied,
            callback.Score,
            callback.Remark,
            callback.Who
        );
}
