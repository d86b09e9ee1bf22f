using System;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Complaints.Features;

/// <summary>
/// Asks a neighbour again what it could not answer when a case was taken. Ten cases are claimed at a time and none is held
/// while the neighbour makes us wait; what it said is decided on by the case as it is then.
/// </summary>
/// <typeparam name="TAnswer">What the neighbour says, or that it is still away.</typeparam>
internal abstract class AskDueQuestions<TAnswer>(IServiceScopeFactory scopes, BusinessClock clock, ILogger log)
    : Sweep(scopes, log)
{
    protected sealed override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<ComplaintsDb>();
        var settled = 0;
        foreach (var due in await db.Database.SqlQuery<DueQuestion>(Claim(clock.Now())).ToListAsync(ct))
        {
            using var span = StoredTrace.Continue(Question, due.Traceparent);
            var answer = await AskAsync(services, due.AccountId, ct);
            settled += await RecordAsync(db, due.Id, answer, ct) ? 1 : 0;
        }

        return settled;
    }

    /// <summary>As the trace has it.</summary>
    protected abstract string Question { get; }

    /// <summary>
    /// Takes ten due cases until later than ten questions to a neighbour that hangs last: until then no other replica asks
    /// the same ones.
    /// </summary>
    protected abstract FormattableString Claim(DateTimeOffset now);

    protected abstract Task<TAnswer> AskAsync(IServiceProvider services, Guid? account, CancellationToken ct);

    /// <returns>False when the neighbour is still away, or somebody settled it in between.</returns>
    protected abstract bool Settle(Complaint complaint, TAnswer answer, DateTimeOffset now);

    private async Task<bool> RecordAsync(ComplaintsDb db, Guid id, TAnswer answer, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var complaint = await db.Complaints.SingleAsync(c => c.Id == id, ct);
        var isSettled = Settle(complaint, answer, clock.Now());
        await db.SaveChangesAsync(ct);
        return isSettled;
    }
}

/// <summary>A case with an open question.</summary>
internal sealed record DueQuestion(Guid Id, Guid? AccountId, string? Traceparent);
