using System;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>Points for a paid bill (features.md L1): nice to find, not worth a text message.</summary>
internal sealed record PointsCredited(long Points, long Balance, string BillNumber, DateOnly ExpiresOn)
    : Template("points-earned", MessageClass.Reminder, IsForInboxOnly: true)
{
    public override Wording Chinese(string hotline) =>
        new(
            "积分到账",
            $"账单{BillNumber}为您累积{Points}积分，{Day(ExpiresOn)}到期。当前可用积分{Balance}。详询{hotline}。"
        );

    public override Wording English(string hotline) =>
        new(
            "Points earned",
            $"Bill {BillNumber} earned you {Points} points, valid until {DayInEnglish(ExpiresOn)}. "
                + $"You now have {Balance}. Questions: {hotline}."
        );
}
