using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>Points were spent: whoever did not do it himself learns of it at once (features.md L1, N6).</summary>
internal sealed record PointsSpent(long Points, long Balance, string What)
    : Template("points-redeemed", MessageClass.Confirmation)
{
    private const string Voucher = "voucher";

    public override Wording Chinese(string hotline) =>
        new(
            "积分已兑换",
            $"您已使用{Points}积分兑换{(What == Voucher ? "代金券" : Short(What, 40))}，剩余积分{Balance}。"
                + $"如非本人操作请致电{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Points spent",
            $"You spent {Points} points on {(What == Voucher ? "a voucher" : Short(What, 60))}; "
                + $"{Balance} are left. Not you? Call {hotline}."
        );
}
