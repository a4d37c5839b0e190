window.YTD.follower.part0 = [
  {
    "follower": {
      "accountId": "4300595583649451783",
      "userLink": "https://twitter.com/intent/user?user_id=4300595583649451783"
    }
  },
  {
    "follower": {
      "accountId": "4032832837478567658",
      "userLink": "https://twitter.com/intent/user?user_id=4032832837478567658"
    }
  },
  {
    "follower": {
      "accountId": "2958467026307115323",
      "userLink": "https://twitter.com/intent/user?user_id=2958467026307115323"
    }
  },
  {
    "follower": {
      "accountId": "1930322251884128396",
      "userLink": "https://twitter.com/intent/user?user_id=1930322251884128396"
    }
  },
  {
    "follower": {
      "accountId": "4273611244058410742",
      "userLink": "https://twitter.com/intent/user?user_id=4273611244058410742"
    }
  },
  {
    "follower": {
      "accountId": "4141221497738224763",
      "userLink": "https://twitter.com/intent/user?user_id=4141221497738224763"
    }
  },
  {
    "follower": {
      "accountId": "4725925402884163899",
      "userLink": "https://twitter.com/intent/user?user_id=4725925402884163899"
    }
  }
]