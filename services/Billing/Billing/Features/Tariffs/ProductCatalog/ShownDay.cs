using System;
using System.Threading;
using System.Threading.Tasks;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Tariffs.ProductCatalog;

/// <summary>The day whose catalogues TMF620 shows, and the zone in which that day begins.</summary>
internal sealed class ShownDay(PolicyBook book, BusinessClock clock)
{
    public async Task<(DateOnly Today, TimeZoneInfo Zone)> ReadAsync(CancellationToken ct)
    {
        var zone = (await book.ReadAsync(ct)).Calendar.Zone;
        return (clock.Now().DateIn(zone), zone);
    }
}
