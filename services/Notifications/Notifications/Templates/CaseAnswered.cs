using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A case has its answer (features.md C4, N6); a long one is read in full in the message centre.</summary>
internal sealed record CaseAnswered(string CaseNumber, string? Answer, bool NeedsCallback)
    : Template("case-resolved", MessageClass.Confirmation)
{
    private string? Said => string.IsNullOrWhiteSpace(Answer) ? null : Clause(Answer);

    public override Wording Chinese(string hotline)
    {
        return new("您的来件已有处理结果", Text(Said), Text(Said is null ? null : Short(Said, 90)));

        string Text(string? answer) =>
            $"受理编号{CaseNumber}已有处理结果{(answer is null ? "" : $"：{answer}")}。"
            + (NeedsCallback ? "我们将回访您。" : "")
            + $"如不满意请致电{hotline}。";
    }

    public override Wording English(string hotline)
    {
        return new("Your case has its answer", Text(Said), Text(Said is null ? null : Short(Said, 80)));

        string Text(string? answer) =>
            $"Case {CaseNumber} is answered{(answer is null ? "" : $": {answer}")}. "
            + (NeedsCallback ? "We will call you back. " : "")
            + $"Not satisfied? Call {hotline}.";
    }
}
