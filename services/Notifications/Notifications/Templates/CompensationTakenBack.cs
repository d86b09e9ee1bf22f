using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A compensation was taken back on the finding: money that is due again is never told later (features.md B12, N6).</summary>
internal sealed record CompensationTakenBack(decimal Amount, string Currency, string Reason)
    : Template("compensation-clawed-back", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline)
    {
        return new("补偿已收回", Text(Clause(Reason)), Text(Short(Clause(Reason), 60)));

        string Text(string reason) =>
            $"经核查，此前为您先行补偿的{Yuan(Amount, Currency)}已收回并计入应缴款。原因：{reason}。如有异议请致电{hotline}。";
    }

    public override Wording English(string hotline)
    {
        return new("Compensation taken back", Text(Clause(Reason)), Text(Short(Clause(Reason), 60)));

        string Text(string reason) =>
            $"After review, the compensation of {Sum(Amount, Currency)} was taken back and is due again. "
            + $"Reason: {reason}. If you disagree, call {hotline}.";
    }
}
