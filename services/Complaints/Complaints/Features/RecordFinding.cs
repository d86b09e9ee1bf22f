using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <param name="IsUpheld">Whether the customer was right.</param>
/// <param name="Responsible">provider, unit or nobody.</param>
/// <param name="Unit">Which unit; mandatory with unit, and only given then.</param>
/// <param name="Cause">What went wrong.</param>
/// <param name="VasServiceId">The value-added service; unless given, the one that the case names.</param>
public sealed record RecordFindingRequest(
    [Required(ErrorMessage = "It is mandatory.")] bool? IsUpheld,
    [Required(ErrorMessage = "It is mandatory.")] string Responsible,
    [StringLength(100, MinimumLength = 1, ErrorMessage = "1 to 100 characters are expected.")] string? Unit,
    [Required(ErrorMessage = "It is mandatory.")]
    [StringLength(500, ErrorMessage = "At most 500 characters are taken.")]
        string Cause,
    string? VasServiceId
);

/// <summary>
/// Who is responsible for a case, and whether the customer was right (features.md C15): it feeds appraisal and the rate of
/// the provider. A later finding takes the place of an earlier one, also after the case was closed.
/// </summary>
internal static class RecordFinding
{
    private const string ServiceField = "vasServiceId";
    private const string NoSuchService = "There is no such service.";

    public static void Map(RouteGroupBuilder actions) =>
        actions.MapPost("/{id}/findings", Handle).RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Leader);

    private static async Task<Results<Ok<FindingView>, NotFound, Refusal>> Handle(
        string id,
        RecordFindingRequest request,
        ComplaintsDb db,
        ServiceInquiry services,
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

        var facts = FactsOf(request, complaint);
        if (await IsKnownAsync(facts, services, ct) is not { } isKnown)
        {
            return new Refusal(
                StatusCodes.Status503ServiceUnavailable,
                "vas.away",
                "Vas does not say whether there is such a service; nothing was recorded. Ask again."
            );
        }

        if (!isKnown)
        {
            var why = request.VasServiceId is null
                ? "The case names a service that there is not; name the right one."
                : NoSuchService;
            throw new InvalidInput(ServiceField, why);
        }

        await db.Entry(complaint).Collection(c => c.Findings).LoadAsync(ct); // the present one is compared with
        var (isFirst, now) = (complaint.Findings.Count == 0, clock.Now());
        if (complaint.RecordFinding(facts, caller.AsActor(), now))
        {
            db.Outbox.Add(complaint.Id, complaint.Version, ComplaintFacts.Found(complaint, isFirst));
            await db.SaveChangesAsync(ct);
        }

        return TypedResults.Ok(FindingView.Of(complaint.Finding!));
    }

    /// <summary>Only a provider's rate and settlement rest on the service.</summary>
    private static async Task<bool?> IsKnownAsync(FindingFacts facts, ServiceInquiry services, CancellationToken ct) =>
        facts is { Responsible: Responsible.Provider, VasServiceId: { } service }
            ? await services.ExistsAsync(service, ct)
            : true;

    private static FindingFacts FactsOf(RecordFindingRequest request, Complaint complaint) =>
        new(
            request.IsUpheld!.Value,
            Words.Read<Responsible>(request.Responsible)
                ?? throw new InvalidInput("responsible", $"One of {Words.All<Responsible>()} is expected."),
            request.Unit,
            request.Cause,
            request.VasServiceId is { } named ? ServiceOf(named) : complaint.VasServiceId
        );

    private static Guid ServiceOf(string id) =>
        Ids.TryRead(id, out var service) ? service : throw new InvalidInput(ServiceField, NoSuchService);
}
