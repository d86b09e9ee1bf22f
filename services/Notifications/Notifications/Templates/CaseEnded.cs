using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A case is over (features.md C8, N6).</summary>
internal sealed record CaseEnded(string CaseNumber, string Outcome) : Template("case-closed", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "您的来件已办结",
            Outcome switch
            {
                "rejected" => $"受理编号{CaseNumber}未予受理，原因可凭编号查询。如有异议请致电{hotline}。",
                "cancelled" => $"受理编号{CaseNumber}已按您的要求撤销。如需帮助请致电{hotline}。",
                _ => $"受理编号{CaseNumber}已办结，感谢您的反馈。如问题仍在请致电{hotline}。",
            }
        );

    public override Wording English(string hotline) =>
        new(
            "Your case is closed",
            Outcome switch
            {
                "rejected" => $"Case {CaseNumber} was not taken up; ask for the reason by its number. "
                    + $"If you disagree, call {hotline}.",
                "cancelled" => $"Case {CaseNumber} was withdrawn as you asked. If you need help, call {hotline}.",
                _ =>
                    $"Case {CaseNumber} is closed. Thank you for telling us. If the problem is still there, call {hotline}.",
            }
        );
}
