using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Contracts.V1;
using Billing.Data;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Features;

/// <summary>Answers who is behind an account or a number (features.md B16); a customer's token finds only its own.</summary>
internal sealed class AccountLookupService(BillingDb db, Caller caller) : AccountLookup.AccountLookupBase
{
    public override async Task<Account> GetAccount(GetAccountRequest request, ServerCallContext context)
    {
        if (!Ids.TryRead(request.AccountId, out _))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "account_id is no lower-case UUID."));
        }

        return Answer(
            await db.Accounts.AsNoTracking().VisibleTo(caller).WithIdAsync(request.AccountId, context.CancellationToken)
        );
    }

    public override async Task<Account> FindAccount(FindAccountRequest request, ServerCallContext context)
    {
        var number = request.ServiceNumber;
        if (number.Length == 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "service_number is empty."));
        }

        return Answer(
            await db
                .Accounts.AsNoTracking()
                .VisibleTo(caller)
                .Include(account => account.Lines)
                .SingleOrDefaultAsync(
                    account => account.Lines.Any(line => line.ServiceNumber == number),
                    context.CancellationToken
                )
        );
    }

    private static Account Answer(Domain.Account? found)
    {
        if (found is null)
        {
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such account."));
        }

        var answer = new Account
        {
            Id = found.Id.ToString(),
            Number = found.Number,
            CustomerGroup = JsonNamingPolicy.KebabCaseLower.ConvertName(found.CustomerGroup.ToString()),
            Language = found.Contact.Language,
        };
        answer.Lines.AddRange(
            found.Lines.Select(line => new Line
            {
                Id = line.Id.ToString(),
                ServiceNumber = line.ServiceNumber,
                Kind = JsonNamingPolicy.CamelCase.ConvertName(line.Kind.ToString()),
            })
        );
        return answer;
    }
}
