window.YTD.following.part0 = [
  {
    "following": {
      "accountId": "2920730805166757972",
      "userLink": "https://twitter.com/intent/user?user_id=2920730805166757972"
    }
  },
  {
    "following": {
      "accountId": "2190533646206045442",
      "userLink": "https://twitter.com/intent/user?user_id=2190533646206045442"
    }
  },
  {
    "following": {
      "accountId": "1366363264479271071",
      "userLink": "https://twitter.com/intent/user?user_id=1366363264479271071"
    }
  },
  {
    "following": {
      "accountId": "3158345500551874927",
      "userLink": "https://twitter.com/intent/user?user_id=3158345500551874927"
    }
  },
  {
    "following": {
      "accountId": "2632516056067816458",
      "userLink": "https://twitter.com/intent/user?user_id=2632516056067816458"
    }
  },
  {
    "following": {
      "accountId": "3710389755770611713",
      "userLink": "https://twitter.com/intent/user?user_id=3710389755770611713"
    }
  },
  {
    "following": {
      "accountId": "3400881142603278693",
      "userLink": "https://twitter.com/intent/user?user_id=3400881142603278693"
    }
  }
]