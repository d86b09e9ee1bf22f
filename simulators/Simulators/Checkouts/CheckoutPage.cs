using System.Text.Encodings.Web;

namespace Simulators.Checkouts;

/// <summary>The page that the customer sees.</summary>
internal static class CheckoutPage
{
    public static string Of(CheckoutSession session)
    {
        var sum = HtmlEncoder.Default.Encode($"{session.Wanted.Amount:0.00} {session.Wanted.Currency}");
        var rest = session.IsPaid
            ? "<p role=\"status\">已支付，谢谢。Paid, thank you.</p>"
            : $"""
                <form method="post" action="/checkout/{session.Id}/pay"><button type="submit">支付 Pay</button></form>
                """;
        return $"""
            <!doctype html>
            <html lang="zh">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>收银台 Checkout</title>
            </head>
            <body>
            <main>
            <h1>收银台 Checkout</h1>
            <p>{sum}</p>
            {rest}
            </main>
            </body>
            </html>
            """;
    }
}
