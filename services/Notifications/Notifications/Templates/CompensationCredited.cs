using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A compensation was credited, before the question of fault is settled (features.md B12, N6).</summary>
internal sealed record CompensationCredited(string? CaseNumber, decimal Amount, string Currency, string Reason)
    : Template("compensation-granted", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline)
    {
        return new("补偿已到账", Text(Clause(Reason)), Text(Short(Clause(Reason), 60)));

        string Text(string reason) =>
            $"已为您补偿{Yuan(Amount, Currency)}，计入账户{(CaseNumber is null ? "" : $"（受理编号{CaseNumber}）")}。"
            + $"原因：{reason}。详询{hotline}。";
    }

    public override Wording English(string hotline)
    {
        return new("Compensation credited", Text(Clause(Reason)), Text(Short(Clause(Reason), 60)));

        string Text(string reason) =>
            $"We credited you {Sum(Amount, Currency)}{(CaseNumber is null ? "" : $" for case {CaseNumber}")}. "
            + $"Reason: {reason}. Questions: {hotline}.";
    }
}
