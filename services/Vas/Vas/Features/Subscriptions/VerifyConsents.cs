using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Vas.Features.Subscriptions;

/// <summary>
/// The command <c>Vas verify-consents</c>: finds altered, removed and inserted consents (features.md V3). It exits with 0 when
/// there are none, with 1 when there are, with 2 when it could not look.
/// </summary>
internal static class VerifyConsents
{
    public static bool IsAsked(string[] args) => args is ["verify-consents", ..];

    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        // A key made now would make every true signature look forged.
        var file = services.GetRequiredService<IConfiguration>()[ConsentKey.Setting];
        if (!File.Exists(file))
        {
            await output.WriteLineAsync($"There is no key at {ConsentKey.Setting}; signatures cannot be verified.");
            return 2;
        }

        var check = ActivatorUtilities.CreateInstance<ConsentCheck>(services);
        var findings = await check.RunAsync(ct);
        foreach (var finding in findings)
        {
            await output.WriteLineAsync(
                $"{finding.Kind}: provider {finding.ProviderId}, record {finding.Sequence}. {finding.Why}"
            );
        }

        await output.WriteLineAsync(
            findings.Count == 0
                ? $"{check.Records} consents verified: none altered, removed or inserted."
                : $"{check.Records} consents read, {findings.Count} findings."
        );
        return findings.Count == 0 ? 0 : 1;
    }
}
