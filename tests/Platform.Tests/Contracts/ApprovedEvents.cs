using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using Billing.Contracts.Events.V1;
using Complaints.Contracts.Events.V1;
using Notifications.Contracts.Events.V1;
using Shouldly;
using Testing;
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

    private static readonly object[] Samples =
    [
        new ContactChanged(Id, 2, "A1000001", "13800000001", "customer1@example.com", "zh", At),
        new ComplaintOpened(Id, 1, "C-20261121-000042", "complaint", "major", "hotline", Id, "13800000001", "zh", At),
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
        new ComplaintResolved(Id, 4, "C-20261121-000042", "complaint", Id, "已更换光猫", NeedsCallback: true, At),
        new CallbackDue(Id, 4, "C-20261121-000042", "complaint", Id, "care-1", At),
        new ComplaintReopened(Id, 5, "C-20261121-000042", "complaint", Id, "还是慢", At),
        new ComplaintClosed(Id, 6, "C-20261121-000042", "complaint", Id, "closed", "谢谢", At),
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
            At
        ),
        new PartnerDeliveryFailed(Id, 3, Id, "complaints", "The endpoint answered 410.", IsGone: true, At),
    ];

    public static TheoryData<string> EveryEvent() =>
        [
            .. from assembly in new[] { typeof(ContactChanged), typeof(ComplaintOpened), typeof(MessageDelivered) }
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
