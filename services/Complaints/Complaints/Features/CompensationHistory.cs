using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.EntityFrameworkCore;

namespace Complaints.Features;

/// <summary>What became of a compensation, in Billing's words.</summary>
/// <param name="Status">requested, granted, rejected or clawedBack.</param>
/// <param name="Reason">Of one that was taken back what was found, else what it is for.</param>
internal sealed record CompensationStep(Guid Id, string Status, decimal Amount, string Currency, string Reason)
{
    /// <summary>What tells it from every other step of every compensation.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Status}: {Amount:0.00} {Currency}, {Id}. ");
}

/// <summary>
/// A case's history tells each state of a compensation once (features.md B12, C18). Billing's answer to the agent and its
/// event come in any order and more than once; both say the same, so whichever is first is written.
/// </summary>
internal static class CompensationHistory
{
    /// <returns>False when the history has it.</returns>
    public static async Task<bool> RecordOnceAsync(
        this ComplaintsDb db,
        Complaint complaint,
        CompensationStep step,
        Actor by,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var name = step.Name;
        if (await db.History.AnyAsync(it => it.ComplaintId == complaint.Id && it.Why!.StartsWith(name), ct))
        {
            return false;
        }

        complaint.RecordCompensation(name + step.Reason, by, now);
        return true;
    }

    /// <summary>The same of a case that an event names; one that is not here is nobody's.</summary>
    public static async Task RecordOnceAsync(
        this ComplaintsDb db,
        Guid? complaint,
        CompensationStep step,
        Actor by,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (await db.Complaints.SingleOrDefaultAsync(c => c.Id == complaint, ct) is { } found)
        {
            await db.RecordOnceAsync(found, step, by, now, ct);
        }
    }
}
