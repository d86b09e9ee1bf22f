using System.Collections.Generic;
using System.Text.Json;

namespace Notifications.Templates;

/// <summary>Tells a customer that his case was taken and under which number (features.md C1, N6).</summary>
internal sealed record CaseAcknowledged(string CaseNumber, string TicketType)
{
    public const string Purpose = "case-acknowledged";

    private static readonly Dictionary<string, (string Chinese, string English)> Words = new()
    {
        ["enquiry"] = ("咨询", "enquiry"),
        ["request"] = ("业务申请", "request"),
        ["fault"] = ("故障申告", "fault report"),
        ["complaint"] = ("投诉", "complaint"),
        ["suggestion"] = ("建议", "suggestion"),
        ["praise"] = ("表扬", "praise"),
        ["report"] = ("举报", "report"),
    };

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <param name="parameters">What <see cref="ToJson"/> wrote.</param>
    /// <param name="language"><c>en</c> for English; Chinese otherwise.</param>
    public static string Render(string parameters, string language)
    {
        var facts = JsonSerializer.Deserialize<CaseAcknowledged>(parameters)!;
        var (chinese, english) = Words.TryGetValue(facts.TicketType, out var words) ? words : ("来件", "case");
        return language == "en"
            ? $"Your {english} has been received. Case number: {facts.CaseNumber}. Please quote it to ask how it stands."
            : $"您的{chinese}已受理，受理编号：{facts.CaseNumber}。您可凭编号查询处理进度。";
    }
}
