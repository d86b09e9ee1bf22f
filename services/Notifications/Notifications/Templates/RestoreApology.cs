using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A line was not back in the promised time after payment (features.md B11, N6).</summary>
internal sealed record RestoreApology(string ServiceNumber)
    : Template("restore-guarantee-missed", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline) =>
        new(
            "未按时恢复，非常抱歉",
            $"非常抱歉：您已缴费，但号码{ServiceNumber}未能在承诺时间内恢复。我们已自动为您登记投诉并正在处理。急需请致电{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "We are sorry: not restored in time",
            $"We are sorry: you have paid, but {ServiceNumber} was not restored in the promised time. "
                + $"A complaint has been opened for you and we are on it. Urgent? Call {hotline}."
        );
}
