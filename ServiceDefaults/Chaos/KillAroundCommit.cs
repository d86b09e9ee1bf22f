using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ServiceDefaults.Chaos;

/// <summary>
/// The kill points around the commit of every request, so that no use case has to name them. Only in a process that is
/// started to die; sweeps and consumers have points of their own.
/// </summary>
internal sealed class KillAroundCommit(IHttpContextAccessor http) : DbTransactionInterceptor
{
    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        if (http.HttpContext is not null)
        {
            KillPoint.Reached(KillPoint.RequestBeforeCommit);
        }

        return ValueTask.FromResult(result);
    }

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        if (http.HttpContext is not null)
        {
            KillPoint.Reached(KillPoint.RequestCommittedBeforeAnswer);
        }

        return Task.CompletedTask;
    }
}
