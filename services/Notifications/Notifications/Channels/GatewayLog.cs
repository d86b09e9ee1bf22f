using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Options;

namespace Notifications.Channels;

/// <summary>
/// Kannel's access log: one line for each message that went to the centre, with the account we gave as
/// <c>[ACT:…]</c>, here our message's id.
/// </summary>
internal sealed class GatewayLog(IOptions<SmsOptions> options)
{
    public async Task<bool> KnowsAsync(Guid messageId, CancellationToken ct)
    {
        var path = options.Value.GatewayLog;
        if (!File.Exists(path))
        {
            return false;
        }

        var mark = $"[ACT:{messageId}]";
        await foreach (var line in File.ReadLinesAsync(path, ct))
        {
            if (line.Contains(mark, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
