using System;
using Vas.Domain.Settlement;
using static Vas.Tests.Domain.Settlement.Months;

namespace Vas.Tests.Domain.Settlement;

/// <summary>Drafts of the provider SP-0001 for November 2026.</summary>
internal static class Statements
{
    public static DateTimeOffset Now { get; } = new(2026, 12, 1, 2, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset WindowEnds { get; } = Now.AddDays(5);

    public static DraftedWhen Drafted { get; } = new("anna", Now, WindowEnds, "sp.bad_debt CN-national v1");

    public static SettlementDraft Of(ProviderMonth month) =>
        new(
            Guid.Parse("0190c000-0000-7000-8000-000000000001"),
            "SP-0001",
            "甲",
            "A",
            "2026-11",
            "CNY",
            RateDefinition.UpheldV1,
            RateResult.Of(month.Complaints.Count, month.Subscribers, Rates),
            StatementCalculator.Lines(month, Terms, Rates)
        );
}
