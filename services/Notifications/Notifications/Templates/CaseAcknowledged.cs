using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>Tells a customer that his case was taken and under which number (features.md C1, N6).</summary>
internal sealed record CaseAcknowledged(string CaseNumber, string TicketType)
    : Template("case-acknowledged", MessageClass.Confirmation)
{
    private (string Chinese, string English) Words =>
        TicketType switch
        {
            "enquiry" => ("咨询", "enquiry"),
            "request" => ("业务申请", "request"),
            "fault" => ("故障申告", "fault report"),
            "complaint" => ("投诉", "complaint"),
            "suggestion" => ("建议", "suggestion"),
            "praise" => ("表扬", "praise"),
            "report" => ("举报", "report"),
            _ => ("来件", "case"),
        };

    public override Wording Chinese(string hotline) =>
        new("您的来件已受理", $"您的{Words.Chinese}已受理，受理编号：{CaseNumber}。您可凭编号查询处理进度。");

    public override Wording English(string hotline) =>
        new(
            "Your case has been received",
            $"Your {Words.English} has been received. Case number: {CaseNumber}. Please quote it to ask how it stands."
        );
}
