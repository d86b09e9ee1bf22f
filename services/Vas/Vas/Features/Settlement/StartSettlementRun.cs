using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <param name="Period">The month to settle: <c>yyyy-MM</c>.</param>
public sealed record StartSettlementRunRequest([Required(ErrorMessage = "It is mandatory.")] string Period);

/// <summary>
/// Finance drafts the statements of a month that is over, one for every provider (features.md V8). Asked again, it drafts
/// those again that are not issued; what comes to the same stays as it is. A provider with an earlier statement that is
/// not issued waits for that one: it decides what is carried over and which refunds are settled.
/// </summary>
internal static class StartSettlementRun
{
    /// <summary>A deduction may rest on thousands of complaints, and an event has its limits; the statement names all.</summary>
    private const int NamedComplaints = 200;

    /// <summary>What every draft rests on.</summary>
    private static readonly string[] Policies =
    [
        VasPolicies.SettlementOrder,
        VasPolicies.Share,
        VasPolicies.BadDebt,
        VasPolicies.ServiceFee,
        VasPolicies.RatePeriod,
        VasPolicies.RateUnit,
        VasPolicies.RateMinBase,
        VasPolicies.RateMinCount,
        VasPolicies.RateT1,
        VasPolicies.RateT2,
        VasPolicies.RateT3,
        VasPolicies.FactorToT1,
        VasPolicies.FactorToT2,
        VasPolicies.FactorToT3,
        VasPolicies.FactorAboveT3,
    ];

    public static void Map(RouteGroupBuilder runs) => runs.MapPost("", Handle).RequireRoles(Roles.Finance);

    private static async Task<Results<Ok<SettlementRunView>, Created<SettlementRunView>>> Handle(
        StartSettlementRunRequest request,
        VasDb db,
        PolicyBook book,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var month =
            SettlementMonth.Read(request.Period) ?? throw new InvalidInput("period", "A month is expected: yyyy-MM.");
        var (policies, now) = (await book.ReadAsync(ct), clock.Now());
        if (now < month.EndsAt(policies.Calendar.Zone))
        {
            throw new RuleViolation("settlement.month-not-over", $"{month} is not over yet.");
        }

        await using var settling = await db.BeginOwnAsync(ct);
        await db.LockRunsAsync(ct);
        var run = await db.SettlementRuns.SingleOrDefaultAsync(it => it.Period == request.Period, ct);
        var isNew = run is null;
        if (run is null)
        {
            run = SettlementRun.Of(month, now);
            db.SettlementRuns.Add(run);
        }

        var when = DraftedBy(caller, policies, month, now);
        var (due, waiting) = await ProvidersAsync(db, run.Period, ct);
        var known = await db
            .Statements.Include(statement => statement.Lines)
            .Where(statement => statement.Period == run.Period && statement.Status == StatementStatus.Drafted)
            .ToDictionaryAsync(statement => statement.ProviderId, ct);
        var drafts = await db.SettleAsync(month, due, policies, ct);
        await AddAsync(db, drafts.Where(draft => !known.ContainsKey(draft.ProviderId)), when, ct);
        foreach (var draft in drafts.Where(draft => known.ContainsKey(draft.ProviderId)))
        {
            DraftAgain(db, known[draft.ProviderId], draft, when);
        }

        run.Drafted(due.Count, waiting, caller.Subject, now);
        await db.SaveChangesAsync(ct);
        await settling.CommitOwnAsync(ct);
        var view = SettlementRunView.Of(run);
        return isNew ? TypedResults.Created(view.Href, view) : TypedResults.Ok(view);
    }

    private static DraftedWhen DraftedBy(
        Caller caller,
        PoliciesInForce policies,
        SettlementMonth month,
        DateTimeOffset now
    )
    {
        var start = month.StartsAt(policies.Calendar.Zone);
        var window = policies.SettlementTermsAt(now).ObjectionWindow;
        return new(
            caller.Subject,
            now,
            policies.Calendar.AddCalendarDays(now, window),
            policies.VersionsOf(start, Policies)
        );
    }

    /// <summary>Statements by COPY into the open transaction; what is said of them is saved with the run.</summary>
    private static async Task AddAsync(
        VasDb db,
        IEnumerable<SettlementDraft> drafts,
        DraftedWhen when,
        CancellationToken ct
    )
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        List<Statement> statements = [.. drafts.Select(draft => Statement.Draft(draft, when))];
        await StatementCopy.WriteAsync(connection, statements, ct);
        foreach (var statement in statements)
        {
            foreach (var line in statement.Lines.Where(line => line.Calculated.IsByComplaints))
            {
                db.Outbox.Add(statement.Id, statement.Version, Said(statement, line.Calculated));
            }
        }
    }

    private static void DraftAgain(VasDb db, Statement known, SettlementDraft draft, DraftedWhen when)
    {
        foreach (var deduction in known.DraftAgain(draft, when))
        {
            db.Outbox.Add(known.Id, known.Version, Said(known, deduction));
        }
    }

    private static SettlementAdjusted Said(Statement statement, SettlementLine deduction) =>
        new(
            statement.Id,
            statement.Version,
            statement.ProviderId,
            statement.ProviderNumber,
            statement.Period,
            deduction.Kind.ToWord(),
            -deduction.Amount,
            statement.Currency,
            string.Join(',', deduction.Complaints.Take(NamedComplaints).Select(complaint => complaint.Id)),
            statement.PolicyVersions,
            statement.DraftedAt,
            deduction.Complaints.Count
        );

    /// <summary>Who was ever active; who only applied or was turned down has sold nothing.</summary>
    private static async Task<(IReadOnlyList<Guid> Due, int Waiting)> ProvidersAsync(
        VasDb db,
        string period,
        CancellationToken ct
    )
    {
        var providers = await db
            .Database.SqlQuery<ProviderToSettle>(
                $"""
                select p.id as "Id",
                       exists (select from statements s
                                where s.provider_id = p.id and s.status = 'Drafted' and s.period < {period}) as "Waits"
                  from providers p
                 where p.status not in ('Applied', 'Rejected')
                   and not exists (select from statements s
                                    where s.provider_id = p.id and s.status = 'Issued' and s.period = {period})
                """
            )
            .ToListAsync(ct);
        return (
            [.. providers.Where(provider => !provider.Waits).Select(provider => provider.Id)],
            providers.Count(provider => provider.Waits)
        );
    }
}

internal sealed record ProviderToSettle(Guid Id, bool Waits);
