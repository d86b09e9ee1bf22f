using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <param name="Outcome">answered, noAnswer or declined.</param>
/// <param name="IsSatisfied">The customer's own word; mandatory with answered.</param>
/// <param name="Score">1 (worst) to 5; mandatory with answered.</param>
/// <param name="Remark">For staff; of an unsatisfied customer it is the reason why the case is reopened.</param>
public sealed record RecordCallbackRequest(
    [Required(ErrorMessage = "It is mandatory.")] string Outcome,
    bool? IsSatisfied,
    [Range(1, 5, ErrorMessage = "A whole number from 1 to 5 is expected.")] int? Score,
    [StringLength(500, ErrorMessage = "At most 500 characters are taken.")] string? Remark
);

/// <summary>
/// The customer was called back: the gate a resolved case goes through before it closes (features.md C8).
/// </summary>
internal static class RecordCallback
{
    public static void Map(RouteGroupBuilder actions) =>
        actions.MapPost("/{id}/callbacks", Handle).RequireRoles(Roles.Agent, Roles.Supervisor);

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

        var (before, now) = (complaint.Standing(), clock.Now());
        complaint.RecordCallback(
            ResultOf(request),
            (await policies.ReadAsync(ct)).TermsAt(now, complaint.TicketType),
            caller.AsActor(),
            now
        );

        db.Outbox.AddMove(complaint, before, now);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(TroubleTicketView.Of(complaint));
    }

    private static CallbackResult ResultOf(RecordCallbackRequest request)
    {
        var outcome =
            Words.Read<CallbackOutcome>(request.Outcome)
            ?? throw new InvalidInput("outcome", $"One of {Words.All<CallbackOutcome>()} is expected.");
        RequireOnlyWith(outcome, "isSatisfied", request.IsSatisfied is not null);
        RequireOnlyWith(outcome, "score", request.Score is not null);
        return new(outcome, request.IsSatisfied, request.Score, request.Remark);
    }

    private static void RequireOnlyWith(CallbackOutcome outcome, string field, bool isGiven)
    {
        if (isGiven != (outcome == CallbackOutcome.Answered))
        {
            throw new InvalidInput(field, "It is mandatory with the outcome answered, and only given then.");
        }
    }
}
