window.YTD.account.part0 = [
  {
    "account": {
      "email": "oscar_clarke78@example.org",
      "createdVia": "web",
      "username": "oscar_clarke78",
      "accountId": "1917071135200551589",
      "createdAt": "2023-10-18T20:23:10.000Z",
      "accountDisplayName": "Oscar Clarke"
    }
  }
]