using Billing.Domain.Bills;
using Billing.Domain.Charges;

namespace Billing.Documents;

/// <summary>
/// Whose charge a line is, how to stop the service and how to complain of it: what a customer needs who does not know the
/// service (features.md V4, V5).
/// </summary>
internal static class ThirdPartyExplained
{
    public static string Explain(BillLine line, ThirdPartyCharge charge, BillLanguage language) =>
        language.Say(
            $"由 {charge.ProviderNameZh} 提供的“{charge.ServiceNameZh}”，{line.Period} 使用，我们代收。"
                + "停用：发送短信 0000，即可查看全部业务并停止。有异议：联系客服并报账单编号，争议期间该项不计欠费。",
            $"{charge.ServiceNameEn} by {charge.ProviderNameEn}, used in {line.Period}; we collect for them. "
                + "To stop it, send 0000 by SMS: you see all services and stop any. "
                + "To complain, tell us the bill number; while it is decided, this line is not dunned."
        );
}
