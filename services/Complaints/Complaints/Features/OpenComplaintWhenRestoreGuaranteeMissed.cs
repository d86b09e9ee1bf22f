using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Complaints.Data;
using Complaints.Domain;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;

namespace Complaints.Features;

/// <summary>
/// A line was paid for and is still barred after the promised time: the customer need not call, the case is there, with
/// the clocks of any other (features.md B11). One case a guarantee, which the database holds, too.
/// </summary>
internal sealed class OpenComplaintWhenRestoreGuaranteeMissed(
    ComplaintsDb db,
    PolicyBook policies,
    IConfiguration configuration,
    BusinessClock clock
) : IConsumer<RestoreGuaranteeMissed>
{
    public Task Consume(ConsumeContext<RestoreGuaranteeMissed> context) =>
        context.OnceAsync(db, nameof(OpenComplaintWhenRestoreGuaranteeMissed), ct => OpenAsync(context.Message, ct));

    private async Task OpenAsync(RestoreGuaranteeMissed missed, CancellationToken ct)
    {
        var key = $"restore-guarantee:{missed.GuaranteeId}";
        if (await db.Complaints.AnyAsync(c => c.Channel == IntakeChannel.Platform && c.ExternalId == key, ct))
        {
            return;
        }

        var (now, book) = (clock.Now(), await policies.ReadAsync(ct));
        var @case = new NewCase(
            TicketType.Complaint,
            Severity.Major,
            Description(missed, book.Calendar.Zone),
            "缴费后未按时复机 / Service not restored in time after payment",
            key,
            IntakeChannel.Platform,
            missed.AccountId,
            AccountCheck.Verified, // Billing itself names it
            ContactPhone: null,
            ContactLanguage: null,
            configuration["Intake:Unit"]
        );
        var complaint = Complaint.Open(
            @case,
            Acting.Service,
            await db.NextCaseNumberAsync(now, ct),
            book.TermsAt(now, @case.TicketType),
            StoredTrace.Current,
            now
        );
        db.Complaints.Add(complaint);
        db.Outbox.Add(complaint.Id, complaint.Version, ComplaintFacts.Opened(complaint));
    }

    private static string Description(RestoreGuaranteeMissed missed, TimeZoneInfo zone)
    {
        var (paid, due) = (Local(missed.PaidAt, zone), Local(missed.DueAt, zone));
        return $"号码 {missed.ServiceNumber} 于 {paid} 已缴清欠费，承诺 {due} 前恢复服务，至今未恢复。\n"
            + $"Line {missed.ServiceNumber} was paid for at {paid} and promised back by {due}; it is still barred.";
    }

    private static string Local(DateTimeOffset moment, TimeZoneInfo zone) =>
        moment.On(zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
