using System;
using System.Collections.Generic;
using Complaints.Domain;
using Rules;

namespace Complaints.Tests.Domain;

/// <summary>Cases and the terms they are taken under, for tests of the domain; times are UTC.</summary>
internal static class Cases
{
    /// <summary>A Saturday, 16:00 in China.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    public static readonly Actor Agent = new("agent-7", "agent", "0af7651916cd43dd8448eb211c80319c");

    /// <summary>Monday to Friday, 01:00–09:00 UTC, eight hours.</summary>
    public static readonly WorkingCalendar Calendar = new(
        "test",
        TimeZoneInfo.Utc,
        WorkingWeek.MondayToFriday(new Shift(new(1, 0), new(9, 0))),
        []
    );

    /// <summary>Acknowledged within 2 h, a first result within 48 h, the answer within 100 h; a warning at 80 %.</summary>
    public static CaseTerms Terms(decimal finalHours = 100, bool needsCallback = true, int version = 1) =>
        new(
            new Dictionary<ClockKind, EffectivePolicy>
            {
                [ClockKind.Acknowledgement] = Policy("complaint.ack", 2, version),
                [ClockKind.FirstResult] = Policy("complaint.first_result", 48, version),
                [ClockKind.FinalAnswer] = Policy("complaint.final", finalHours, version),
            },
            WarnShare: 0.8m,
            needsCallback,
            CallbackAttempts: 3,
            CallbackSpacing: TimeSpan.FromHours(1),
            Calendar
        );

    public static Complaint Opened(
        AccountCheck check = AccountCheck.Verified,
        TicketType type = TicketType.Complaint,
        bool isAnonymous = false,
        CaseTerms? terms = null,
        TierAnswer? tier = null
    ) =>
        Complaint.Open(
            new NewCase(
                type,
                Severity.Major,
                "宽带很慢",
                Name: null,
                ExternalId: null,
                IntakeChannel.Hotline,
                AccountId: isAnonymous ? null : Guid.CreateVersion7(),
                check,
                ContactPhone: null,
                ContactLanguage: "zh",
                Unit: "care-1",
                tier
            ),
            Agent,
            "C-20261121-000001",
            terms ?? Terms(),
            traceparent: null,
            Now
        );

    public static Complaint Resolved(CaseTerms? terms = null)
    {
        var complaint = Opened(terms: terms);
        complaint.Start(Agent, Now.AddHours(1));
        complaint.ChangeStatus(ComplaintStatus.Resolved, "已更换光猫", terms ?? Terms(), Agent, Now.AddHours(2));
        return complaint;
    }

    private static EffectivePolicy Policy(string key, decimal hours, int version)
    {
        var row = new PolicyVersion(
            key,
            PolicyValue.Of(hours),
            "h",
            "CN-national",
            Now.AddYears(-1),
            version,
            Clock.Calendar,
            "a law",
            ChangeRule.Free
        );
        return new EffectivePolicy(row.Value, [row]);
    }
}
