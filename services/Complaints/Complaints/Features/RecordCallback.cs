using System;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using ApiConventions.Lists;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <param name="Outcome">answered, noAnswer or declined.</param>
/// <param name="IsSatisfied">The customer's own word; mandatory with answered.</param>
/// <param name="Score">1 (worst) to 5; mandatory with answered.</param>
/// <param name="Remark">Why; becomes the reason when the case is reopened.</param>
public sealed record RecordCallbackRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Outcome,
    bool? IsSatisfied,
    [Range(1, 5, ErrorMessage = "A whole number from 1 to 5 is expected.")] int? Score,
    [StringLength(500, ErrorMessage = "At most 500 characters are taken.")] string? Remark
);

public sealed record CallbackView(
    DateTimeOffset At,
    string Outcome,
    bool? IsSatisfied,
    int? Score,
    string? Remark,
    string Who
);

/// <summary>
/// The customer was called back: the gate a resolved case goes through before it closes (features.md C8).
/// </summary>
internal static class RecordCallback
{
    public static void Map(RouteGroupBuilder actions)
    {
        actions.MapPost("/{id}/callbacks", Handle).RequireRoles(Roles.Agent, Roles.Supervisor);
        actions.MapGet("/{id}/callbacks", List).RequireRoles([.. Roles.CaseStaff]);
    }

    private static async Task<Results<Ok<TroubleTicketView>, NotFound>> Handle(
        string id,
        RecordCallbackRequest request,
        ComplaintsDb db,
        PolicyBook policies,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var complaint = await db.Complaints.VisibleTo(caller).WithIdAsync(id, ct);
        if (complaint is null)
        {
            return TypedResults.NotFound();
        }

        var (before, level, now) = (complaint.Status, complaint.EscalationLevel, clock.Now());
        complaint.RecordCallback(
            ResultOf(request),
            (await policies.ReadAsync(ct)).TermsAt(now, complaint.TicketType),
            caller.AsActor(),
            now
        );

        db.Outbox.AddMove(complaint, before, now);
        if (complaint.EscalationLevel != level)
        {
            var reason = complaint.StatusReason ?? "";
            db.Outbox.Add(complaint.Id, complaint.Version, ComplaintFacts.Escalated(complaint, reason, now));
        }

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(TroubleTicketView.Of(complaint));
    }

    private static async Task<Results<ListAnswer<CallbackView>, NotFound>> List(
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

    private static CallbackResult ResultOf(RecordCallbackRequest request) =>
        new(
            Words.Read<CallbackOutcome>(request.Outcome)
                ?? throw new InvalidInput("outcome", $"One of {Words.All<CallbackOutcome>()} is expected."),
            request.IsSatisfied,
            request.Score,
            request.Remark
        );

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
