using System;
using System.Diagnostics;
using OpenTelemetry;

namespace ServiceDefaults.Telemetry;

/// <summary>
/// An address that we call may hold a number or a name that a client wrote, or be a partner's secret as a whole: client
/// spans keep whom a call went to. What was called stands on the span around it (design.md, Data: personal data).
/// </summary>
internal sealed class WithoutPath : BaseProcessor<Activity>
{
    private const string Address = "url.full";

    public override void OnEnd(Activity data)
    {
        if (Uri.TryCreate(data.GetTagItem(Address) as string, UriKind.Absolute, out var address))
        {
            data.SetTag(Address, $"{address.Scheme}://{address.Authority}");
        }
    }
}
