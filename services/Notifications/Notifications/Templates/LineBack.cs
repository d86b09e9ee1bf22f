using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A line works again after payment (features.md B11, N6).</summary>
internal sealed record LineBack(string ServiceNumber, string LineKind)
    : Template("line-restored", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "业务已恢复",
            $"感谢缴费，您的{LineWords.Chinese(LineKind)}{ServiceNumber}已恢复。如仍无法使用，请致电{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Service restored",
            $"Thank you for paying: your {LineWords.English(LineKind)} {ServiceNumber} works again. "
                + $"If it does not, call {hotline}."
        );
}
