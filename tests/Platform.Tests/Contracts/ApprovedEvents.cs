using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using Billing.Contracts.Events.V1;
using Complaints.Contracts.Events.V1;
using Loyalty.Contracts.Events.V1;
using Notifications.Contracts.Events.V1;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Xunit;

namespace Platform.Tests.Contracts;

/// <summary>
/// The wire form of every event, approved as a file. Both directions hold: what we say looks like the file, and what
/// the file says is understood. A changed name, namespace or type fails here; a new optional member changes the file.
/// </summary>
public sealed class ApprovedEvents
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Guid Id = Guid.Parse("01a1ff98-7746-74bf-b7dc-43a4feb38397");
    private static readonly DateTimeOffset At = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly On = new(2026, 12, 21);

    private static readonly object[] Samples =
    [
        new ContactChanged(Id, 2, "A1000001", "13800000001", "customer1@example.com", "zh", At),
        new ComplaintOpened(
            Id,
            1,
            "C-20261121-000042",
            "complaint",
            "major",
            "hotline",
            Id,
            "13800000001",
            "zh",
            At,
            "forcedSubscription",
            Id
        ),
        new ComplaintAcknowledged(Id, 2, "C-20261121-000042", At),
        new ComplaintEscalated(
            Id,
            5,
            "C-20261121-000042",
            "complaint",
            "teamLead",
            "care-1",
            "agent-7",
            "A promise was missed.",
            At
        ),
        new ComplaintResolved(
            Id,
            4,
            "C-20261121-000042",
            "complaint",
            Id,
            "已更换光猫",
            NeedsCallback: true,
            At,
            "13800000001",
            "zh"
        ),
        new CallbackDue(Id, 4, "C-20261121-000042", "complaint", Id, "care-1", At),
        new ComplaintReopened(Id, 5, "C-20261121-000042", "complaint", Id, "还是慢", At, "13800000001", "zh"),
        new ComplaintClosed(
            Id,
            6,
            "C-20261121-000042",
            "complaint",
            Id,
            "closed",
            "谢谢",
            At,
            "13800000001",
            "zh",
            "forcedSubscription",
            Id
        ),
        new FindingRecorded(
            Id,
            5,
            "C-20261121-000042",
            "complaint",
            Id,
            Id,
            IsUpheld: true,
            "provider",
            null,
            "未经确认即收费",
            IsClosed: false,
            At
        ),
        new FindingChanged(
            Id,
            8,
            "C-20261121-000042",
            "complaint",
            Id,
            Id,
            IsUpheld: false,
            "unit",
            "care-1",
            "客户已确认",
            IsClosed: true,
            At
        ),
        new StepDueSoon(Id, 3, "C-20261121-000042", "finalAnswer", "care-1", "agent-7", At),
        new StepOverdue(Id, 4, "C-20261121-000042", "finalAnswer", "care-1", "agent-7", At, At),
        new ComplaintPolicyChanged(Id, 2, "complaint.final", "CN-national", 2, At),
        new MessageDelivered(Id, 4, "sms", "case-acknowledged", Id, Id, At),
        new MessageFailed(Id, 4, "sms", "case-acknowledged", Id, Id, "The centre reports Failed.", At),
        new DeliveryRequested(
            Id,
            Id,
            "complaints",
            "https://partner.example/tmf/listener/troubleTicketCreateEvent",
            "TroubleTicketCreateEvent",
            "application/json",
            """{"eventType":"TroubleTicketCreateEvent"}""",
            At,
            Id,
            "2 1"
        ),
        new InboundMessageReceived(Id, 1, "13800000001", "10690001", "是", At),
        new PartnerDeliveryFailed(Id, 3, Id, "complaints", "The endpoint answered 410.", IsGone: true, At, At),
        new NotificationPolicyChanged(Id, 2, "sms.reminders_per_day", "CN-national", 2, At),
        new BillIssued(Id, 2, "B-2026-00000001", Id, "A1000001", "2026-11", 88.50m, 80.00m, "CNY", On, At),
        new BillPaid(Id, 2, "B-2026-00000001", Id, "2026-11", 88.50m, 80.00m, "CNY", At),
        new BillReversed(Id, 2, "B-2026-00000001", Id, 80.00m, "CNY", "Rated with the wrong plan.", At),
        new PaymentReceived(Id, 2, Id, 100.00m, 11.50m, "CNY", "checkout", "co-000042", At),
        new ArrearsReminderDue(Id, 2, Id, "B-2026-00000001", 88.50m, "CNY", On, 7, IsLast: false, At),
        new LineSuspended(Id, 2, Id, "13800000001", "mobile", 88.50m, "CNY", At),
        new LineRestored(Id, 2, Id, "13800000001", "mobile", Id, At, At),
        new LineTerminated(Id, 2, Id, "13800000001", "mobile", At),
        new AccountClosed(Id, 2, "arrears", At),
        new RestoreGuaranteeMissed(Id, 2, Id, Id, "13800000001", At, At, At),
        new UsageThresholdReached(Id, 2, Id, Id, "13800000001", "data", 8192.00m, 10240.00m, "MB", 80, "2026-11", At),
        new BillShockSuspected(Id, 2, "2026-11", 512.00m, 80.00m, "CNY", At),
        new PlanChanged(Id, 2, Id, Id, "13800000001", "畅享套餐", "Enjoy 59", 59.00m, "CNY", On, At),
        new CompensationGranted(
            Id,
            2,
            Id,
            Id,
            "C-20261121-000042",
            50.00m,
            "CNY",
            "宽带中断三天",
            At,
            "supervisor-2",
            "supervisor",
            Id
        ),
        new CompensationClawedBack(
            Id,
            2,
            Id,
            Id,
            50.00m,
            "CNY",
            "The finding did not uphold the case.",
            At,
            "finance-2",
            "finance"
        ),
        new BillingPolicyChanged(Id, 2, "dunning.suspend_after_due", "CN-national", 2, At),
        new PointsEarned(Id, 2, 80, 1280, "B-2026-00000001", On, At),
        new PointsRedeemed(Id, 2, Id, 500, 780, "bill-credit", At),
        new PointsExpiring(Id, 2, 120, On, 30, At),
        new TierChanged(Id, 2, "none", "silver", On, At),
        new TierEndingSoon(Id, 2, "gold", "silver", On, At),
        new LoyaltyPolicyChanged(Id, 2, "points.accrual", "CN-national", 2, At),
        new SubscriptionRequested(
            Id,
            1,
            Id,
            Id,
            "13800000001",
            Id,
            "天气早报",
            "Morning Weather",
            Id,
            "河南风云",
            "Henan Clouds",
            8.00m,
            "CNY",
            "month",
            "10690001",
            On,
            At,
            At,
            7
        ),
        new SubscriptionConfirmed(
            Id,
            2,
            Id,
            Id,
            "13800000001",
            Id,
            "天气早报",
            "Morning Weather",
            Id,
            "河南风云",
            "Henan Clouds",
            8.00m,
            "CNY",
            "month",
            42,
            At,
            On
        ),
        new SubscriptionLapsed(Id, 2, Id, "13800000001", Id, "天气早报", "Morning Weather", "expired", At),
        new SubscriptionEnded(Id, 3, Id, Id, "13800000001", Id, "天气早报", "Morning Weather", Id, "keyword", At),
        new SubscriptionRenewing(Id, 3, Id, "13800000001", "天气早报", "Morning Weather", 8.00m, "CNY", On, At),
        new ConsentHeadSigned(Id, 42, On, 42, new string('a', 64), "0123456789abcdef", "MFkw", "c2ln", At),
        new ServiceCharged(
            Id,
            2,
            Id,
            Id,
            "13800000001",
            Id,
            "天气早报",
            "Morning Weather",
            Id,
            "河南风云",
            "Henan Clouds",
            8.00m,
            "CNY",
            At
        ),
        new ChargeRefused(Id, 1, Id, Id, "sp-key-000042", "charge.no-consent", At),
        new RefundProposed(
            Id,
            1,
            Id,
            Id,
            "sp-key-000042",
            "fraud",
            8.00m,
            492.00m,
            "CNY",
            "未经本人确认",
            "vas.refund.fraud CN-national v1",
            At,
            At
        ),
        new ChargeRefunded(
            Id,
            3,
            Id,
            "sp-key-000042",
            Id,
            "13800000001",
            Id,
            "天气早报",
            "Morning Weather",
            Id,
            "河南风云",
            "Henan Clouds",
            "fraud",
            8.00m,
            492.00m,
            "CNY",
            "未经本人确认",
            "vas.refund.fraud CN-national v1",
            At
        ),
        new InquiryAnswered(Id, 1, Id, "13800000001", "您没有订购任何业务。", "You have no services.", At, "0000"),
        new ComplaintRateChanged(Id, 6, "SP-0001", "2026-11", "upheld-v1", 6, 1000, 60.00m, 0.5m, 1.0m, At),
        new SettlementAdjusted(
            Id,
            2,
            Id,
            "SP-0001",
            "2026-11",
            "complaintFactor",
            1234.50m,
            "CNY",
            $"{Id},{Id}",
            "sp.settlement.factor_above_t3 CN-national v1",
            At,
            2
        ),
        new SettlementIssued(Id, 4, Id, "SP-0001", "S-2026-000001", "2026-11", 1234.50m, 0.00m, "CNY", At),
        new SanctionImposed(Id, 1, Id, "SP-0001", "fine", "Charged without consent.", 70, 5000.00m, "CNY", At),
        new SanctionLifted(Id, 2, Id, "SP-0001", "noNewSales", "A month without complaints.", At),
        new VasPolicyChanged(Id, 2, "sp.bad_debt", "CN-national", 2, At),
    ];

    public static TheoryData<string> EveryEvent() =>
        [
            .. from assembly in new[]
            {
                typeof(ContactChanged),
                typeof(ComplaintOpened),
                typeof(PointsEarned),
                typeof(MessageDelivered),
                typeof(SubscriptionConfirmed),
            }
            from type in assembly.Assembly.GetExportedTypes()
            where type.Namespace!.Contains(".Events.", StringComparison.Ordinal)
            select type.FullName!,
        ];

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public void An_event_is_on_the_wire_what_was_approved(string name)
    {
        var sample = Samples.Single(sample => sample.GetType().FullName == name);
        var file = Repository.File("tests", "Platform.Tests", "Contracts", "Approved", $"{name}.json");
        var approved = File.Exists(file) ? File.ReadAllText(file).Trim() : "(no approved file)";

        JsonSerializer.Serialize(sample, sample.GetType(), Wire).ShouldBe(approved);
        JsonSerializer.Deserialize(approved, sample.GetType(), Wire).ShouldBe(sample);
    }
}
