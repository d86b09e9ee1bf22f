using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A case goes on: the customer was not satisfied, or somebody found it unfinished (features.md C8, N6).</summary>
internal sealed record CaseGoesOn(string CaseNumber) : Template("case-reopened", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new("您的来件已重新处理", $"受理编号{CaseNumber}已重新处理，结果将另行通知您。详询{hotline}。");

    public override Wording English(string hotline) =>
        new(
            "Your case goes on",
            $"Case {CaseNumber} is open again and we go on with it; you will hear from us. Questions: {hotline}."
        );
}
