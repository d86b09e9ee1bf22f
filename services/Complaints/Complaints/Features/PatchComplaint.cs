using System;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using ApiConventions.Resources;
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

/// <summary>Corrects a case's text, or moves it where a status alone can (TMF621 PATCH, a JSON merge patch).</summary>
internal static class PatchComplaint
{
    public static void Map(RouteGroupBuilder tickets) =>
        tickets
            .MapPatch("/{id}", Handle)
            .RequireRoles(Roles.Agent, Roles.Supervisor)
            .Accepts<MergePatch>("application/merge-patch+json", "application/json");

    private static async Task<Results<Ok<TroubleTicketView>, NotFound>> Handle(
        string id,
        MergePatch patch,
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
        complaint.Amend(
            new CaseText(
                patch.OptionalText("name", complaint.Name, maxLength: 200),
                patch.Text("description", complaint.Description, maxLength: 4000),
                patch.OptionalText("externalId", complaint.ExternalId, maxLength: 100),
                Word("severity", patch, complaint.Severity),
                Nature(patch, complaint.Nature)
            ),
            caller.AsActor(),
            now
        );
        complaint.ChangeStatus(
            Word("status", patch, complaint.Status),
            patch.OptionalText("statusChangeReason", current: null, maxLength: 500),
            (await policies.ReadAsync(ct)).TermsAt(now, complaint.TicketType),
            caller.AsActor(),
            now
        );

        db.Outbox.AddMove(complaint, before, now);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(TroubleTicketView.Of(complaint));
    }

    private static CaseNature? Nature(MergePatch patch, CaseNature? current) =>
        patch.OptionalText("nature", current?.ToWord(), maxLength: 50) is not { } word
            ? null
            : Words.Read<CaseNature>(word)
                ?? throw new InvalidInput("nature", $"One of {Words.All<CaseNature>()} is expected.");

    private static T Word<T>(string field, MergePatch patch, T current)
        where T : struct, Enum =>
        Words.Read<T>(patch.Text(field, current.ToWord(), maxLength: 50))
        ?? throw new InvalidInput(field, $"One of {Words.All<T>()} is expected.");
}
