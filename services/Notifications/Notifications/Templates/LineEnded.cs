using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A line ended for arrears (features.md B10, N6).</summary>
internal sealed record LineEnded(string ServiceNumber, string LineKind, DateOnly EndedOn)
    : Template("line-terminated", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "业务已终止",
            $"您的{LineWords.Chinese(LineKind)}{ServiceNumber}因长期欠费，已于{Day(EndedOn)}终止。详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Service ended",
            $"Your {LineWords.English(LineKind)} {ServiceNumber} was ended for arrears on {DayInEnglish(EndedOn)}. "
                + $"Questions: {hotline}."
        );
}
